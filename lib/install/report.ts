import path from 'node:path'
import { quoteForShell } from '../text/quote.ts'
import { advisedFile, lineFor, type Shell, type StartupPaths } from './choose-startup-files.ts'
import type { Found } from './find-tools.ts'
import type { Called } from './options.ts'

export interface Installed {
  prefix: string
  called: Called
  typedPrefix: string | undefined
  modifyPath: boolean
  /** whether each startup file that --modify-path edits has tfsso's line (with --dry-run: would have it) */
  isEdited: boolean
  shell: Shell
  shellName: string
  paths: StartupPaths
  /** the value of PATH */
  searched: string
  /** the tools that have a shim, at least one */
  found: readonly Found[]
  /** whether Terragrunt is installed without a shim; false if the person used --tools */
  isTerragruntLeft: boolean
  /** whether the person can choose which tools have a shim; false for a system package */
  canChoose: boolean
}

/** Messages, each a list of lines. */
export function report(installed: Installed): string[][] {
  // Most people have either terraform or tofu, so speak only of the first installed tool.
  const [first] = installed.found
  const one = installed.found.find(({ isThere }) => isThere) ?? first
  if (!one) return []
  return [
    ...aboutPath(one, installed),
    ...aboutMissing(installed),
    ...(installed.isTerragruntLeft ? [aboutTerragrunt(installed)] : []),
  ]
}

function aboutPath({ tool, first, isShim }: Found, installed: Installed): string[][] {
  const { prefix, shell, shellName, modifyPath, isEdited, paths, searched } = installed
  const line = lineFor(shell, prefix)
  if (isShim) return [[`\`${tool}\` now runs through tfsso (${first}).`]]
  if (searched.split(':').includes(`${prefix}/shims`)) {
    if (first === undefined) return []
    const before = path.dirname(first)
    const where = `Read tfsso's env file later in your shell's startup, after the line that adds ${before}:`
    const message = `\`${tool}\` is still ${first}: its directory comes before ${prefix}/shims on PATH.`
    return [[message, where, `  ${line}`]]
  }
  if (modifyPath && isEdited)
    return [[`\`${tool}\` runs through tfsso in every new shell. In this shell, run:`, `  ${line}`]]
  const not = `\`${tool}\` does not run through tfsso yet.`
  if (shell === 'other')
    return [
      [
        `${not} Put these directories first on PATH in the startup files of ${shellName}:`,
        `  ${line}`,
      ],
    ]
  const add = `${not} Add this line to ${advisedFile(shell, paths)} and open a new shell:`
  const offersEdit = !modifyPath && shell !== 'csh'
  return [
    [
      add,
      `  ${line}`,
      ...(offersEdit ? [`Or let tfsso add it: ${again('--modify-path', installed)}`] : []),
    ],
  ]
}

function aboutMissing(installed: Installed): string[][] {
  const there = installed.found.filter(({ isThere }) => isThere)
  const missing = installed.found.filter(({ isThere }) => !isThere)
  // Terragrunt runs terraform or tofu, so Terragrunt alone is not enough.
  const names = missing.flatMap(({ tool }) => (tool === 'terragrunt' ? [] : [tool]))
  if (names.length > 0 && there.every(({ tool }) => tool === 'terragrunt')) {
    return [
      [
        `Note: there is no ${names.join(' and no ')} on PATH except tfsso's own shim, and tfsso does not install one.`,
        'Install one (https://developer.hashicorp.com/terraform/install, https://opentofu.org/docs/intro/install),',
        `or name its path: ${names.map((name) => `TFSSO_${name.toUpperCase()}=/path/to/${name}`).join(' or ')}.`,
        'tfsso finds the tool as soon as it is installed.',
      ],
    ]
  }
  if (!installed.canChoose) return []
  if (missing.length === 0) return []
  const [fail, none] =
    missing.length === 1
      ? ['shim of that name fails (127) until you install it', 'its shim']
      : ['shims of these names fail (127) until you install them', 'their shims']
  const tools = there.map(({ tool }) => tool)
  return [
    [
      `There is no ${missing.map(({ tool }) => tool).join(' and no ')} on PATH, so tfsso's ${fail}.`,
      `To remove ${none}: ${again(`--tools ${tools.join(',')}`, installed)}`,
    ],
  ]
}

function aboutTerragrunt(installed: Installed): string[] {
  const list = [...installed.found.map(({ tool }) => tool), 'terragrunt'].join(',')
  return [
    'Terragrunt is on PATH, but has no shim: its own AWS calls get no credentials from tfsso (docs/terragrunt.md).',
    `To add one: ${again(`--tools ${list}`, installed)}`,
  ]
}

/** The command line that runs this installer again, with `option`. */
function again(option: string, { called, typedPrefix, prefix }: Installed): string {
  const word = /[^\w@%+=,./-]/.test(prefix) ? quoteForShell(prefix) : prefix
  return `${called} ${option}${typedPrefix === undefined ? '' : ` --prefix ${word}`}`
}
