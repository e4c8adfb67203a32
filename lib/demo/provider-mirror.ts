import fs from 'node:fs'
import path from 'node:path'
import { isFile, listDirectory } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'
import { configuredDirectories } from './cli-config.ts'

/** A directory from which `init` can install the AWS provider without a network. */
export interface ProviderMirror {
  /** contains HOSTNAME/NAMESPACE/TYPE/… */
  directory: string
  /** of hashicorp/aws for this machine: the newest release, else the newest pre-release */
  version: string
  /**
   * the provider's address for `required_providers`. Its registry is HashiCorp's or OpenTofu's; terraform and tofu
   * accept both
   */
  source: string
}

const sources = ['registry.terraform.io/hashicorp/aws', 'registry.opentofu.org/hashicorp/aws']

/**
 * TF_PLUGIN_CACHE_DIR, the directories in the CLI configuration, and the implied mirrors (Terraform's docs, «Implied
 * Local Mirror Directories»).
 */
async function usualDirectories(env: Environment): Promise<string[]> {
  const { HOME, TF_PLUGIN_CACHE_DIR, XDG_DATA_HOME, XDG_DATA_DIRS } = env
  const home = (name: string) => HOME && path.join(HOME, name)
  const shared = (XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':')
  return [
    TF_PLUGIN_CACHE_DIR,
    ...(await configuredDirectories(env)),
    home('.terraform.d/plugins'),
    home('Library/Application Support/io.terraform/plugins'),
    ...[XDG_DATA_HOME || home('.local/share'), ...shared].flatMap((data) =>
      ['terraform', 'opentofu'].map((tool) => data && path.join(data, tool, 'plugins')),
    ),
  ].filter((directory): directory is string => Boolean(directory && path.isAbsolute(directory)))
}

/** This machine's platform, written as in the names of provider packages: `linux_amd64`. */
export function goPlatform(): string {
  const arch: Record<string, string> = { x64: 'amd64', ia32: '386' }
  return `${process.platform}_${arch[process.arch] ?? process.arch}`
}

export async function findProviderMirror(env: Environment): Promise<ProviderMirror | undefined> {
  return firstMirror(await usualDirectories(env))
}

/** The first of these directories that has an AWS provider for this machine. */
export function firstMirror(directories: readonly string[]): ProviderMirror | undefined {
  for (const directory of directories) {
    for (const source of sources) {
      const version = newestVersion(path.join(directory, source))
      if (version) return { directory, version, source }
    }
  }
  return undefined
}

/** A mirror has unpacked providers (`VERSION/OS_ARCH/`) or packed ones (`…_VERSION_OS_ARCH.zip`). */
function newestVersion(directory: string): string | undefined {
  const platform = goPlatform()
  const packed = new RegExp(`^terraform-provider-aws_(\\d[\\w.-]*)_${platform}\\.zip$`)
  const versions = listDirectory(directory).flatMap((name) => {
    const [, version] = packed.exec(name) ?? []
    if (version !== undefined) return isFile(path.join(directory, name)) ? version : []
    const files = listDirectory(path.join(directory, name, platform))
    return files.some((file) => file.startsWith('terraform-provider-aws')) ? name : []
  })
  const releases = versions.filter((version) => !version.includes('-'))
  return (releases.length > 0 ? releases : versions)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1)
}

/** Writes a CLI configuration with which terraform installs providers only from the mirror. Returns the file's path. */
export function writeMirrorConfig({ directory }: ProviderMirror, into: string): string {
  const file = path.join(into, 'terraform.rc')
  const name = JSON.stringify(directory).replaceAll(/[$%]\{/g, (start) => `${start[0]}${start}`)
  fs.writeFileSync(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = ${name}\n  }\n}\ndisable_checkpoint = true\n`,
  )
  return file
}
