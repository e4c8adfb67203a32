import fs from 'node:fs'
import path from 'node:path'
import { findProviderMirror, goPlatform } from '../../lib/demo/provider-mirror.ts'
import { needs } from './needs.ts'
import { write } from './project.ts'
import { realTools } from './real-terraform.ts'
import { toolsInTurn } from './terraform.ts'
import type { World } from './world.ts'

const mirror = await findProviderMirror(process.env)
const directory = mirror && path.join(mirror.directory, mirror.source, mirror.version, goPlatform())
const isThere = directory !== undefined && fs.existsSync(directory)

/**
 * Returns a `test` that is skipped if this machine has no AWS provider: no test downloads it. Each test runs with the
 * next tool (`toolsInTurn`). `first`: the index of the first test's tool in `realTools`.
 */
export const needsAwsProvider = (first: number) =>
  toolsInTurn(first, needs('AWS provider', isThere && realTools().length > 0))

/**
 * `dev_overrides` names this machine's copy of the provider. Without `dev_overrides`, each run of terraform or tofu
 * would compute the checksum of 700 MB. `init` does not use `dev_overrides`. So call `initLayer` first, and then add
 * the code that needs the provider.
 */
export function withAwsProvider({ root }: World): Record<string, string> {
  const text = `provider_installation {\n  dev_overrides {\n    "hashicorp/aws" = ${JSON.stringify(directory)}\n  }\n}\n`
  return { TF_CLI_CONFIG_FILE: write(path.join(root, 'terraform.rc'), text) }
}

/** Makes and initializes a layer without providers. Returns its directory. */
export async function initLayer(
  world: World,
  name: string,
  env: Record<string, string>,
): Promise<string> {
  const cwd = world.layer(name)
  const { exitCode, stdout, stderr } = await world.terraform(['init'], { cwd, env })
  if (exitCode !== 0) throw new Error(stdout + stderr)
  return cwd
}
