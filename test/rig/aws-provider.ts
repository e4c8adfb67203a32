import fs from 'node:fs'
import path from 'node:path'
import { findProviderMirror, writeMirrorConfig } from '../../lib/demo/provider-mirror.ts'
import { realTools } from './real-terraform.ts'
import { needs, toolsInTurn } from './terraform.ts'
import type { World } from './world.ts'

const mirror = await findProviderMirror(process.env)

/**
 * A `test` that needs the AWS provider. Each test runs with the next tool; `first` is the place of the first test's
 * tool (`toolsInTurn`). The provider is never downloaded.
 */
export const needsAwsProvider = (first: number) =>
  toolsInTurn(first, needs('an AWS provider', mirror !== undefined && realTools().length > 0))

/**
 * Returns the environment in which `init` installs the AWS provider from this machine: it names a directory that takes
 * the place of both tools' registries. The directory contains only links to the installed provider.
 */
export function withAwsProvider({ root }: World): Record<string, string> {
  if (!mirror) throw new Error('there is no AWS provider on this machine')
  const directory = path.join(root, 'providers')
  const from = path.join(mirror.directory, mirror.source)
  for (const host of ['registry.terraform.io', 'registry.opentofu.org'])
    link(from, path.join(directory, host, 'hashicorp/aws'))
  return { TF_CLI_CONFIG_FILE: writeMirrorConfig({ ...mirror, directory }, root) }
}

/**
 * Fills `to` with links to what is in `from`, the directory of a provider. For each directory of a version it makes a
 * real directory, with links to the platforms in it.
 */
function link(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true })
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)]
    if (entry.isDirectory() && /^\d/.test(entry.name)) link(source, target)
    else fs.symlinkSync(source, target)
  }
}
