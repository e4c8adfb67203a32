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
 * A `test` that needs the AWS provider, which no test downloads. Each test runs with the next tool, beginning with
 * `first` (`toolsInTurn`).
 */
export const needsAwsProvider = (first: number) =>
  toolsInTurn(first, needs('AWS provider', isThere && realTools().length > 0))

/**
 * terraform and tofu take the provider from this machine, as one that is being developed. Otherwise each run would
 * compute the checksum of 700 MB. `init` can't use such a provider, so first initialize a layer without providers
 * (`initLayer`).
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
