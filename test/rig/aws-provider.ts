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
 * Returns a `test` that needs the AWS provider. No test downloads the provider. Each test runs with one tool, and the
 * next test with the next tool. `first` says which tool the first test gets (`toolsInTurn`).
 */
export const needsAwsProvider = (first: number) =>
  toolsInTurn(first, needs('AWS provider', isThere && realTools().length > 0))

/**
 * Returns the environment in which terraform and tofu take the AWS provider from this machine, as a provider that is
 * being developed. Otherwise each run would compute the checksum of the provider's 700 MB. `init` can't use such a
 * provider, so initialize a layer before its code names the provider (`initLayer`).
 */
export function withAwsProvider({ root }: World): Record<string, string> {
  const text = `provider_installation {\n  dev_overrides {\n    "hashicorp/aws" = ${JSON.stringify(directory)}\n  }\n}\n`
  return { TF_CLI_CONFIG_FILE: write(path.join(root, 'terraform.rc'), text) }
}

/** Makes a layer without providers, and initializes it. Returns its directory. */
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
