import path from 'node:path'
import { layerTools, type Tool } from '../../files/installed-tools.ts'
import { broken, type Finding, ok, skipped, warning } from '../finding.ts'
import type { View, Viewpoint } from './shells.ts'

/** A tool, and the real program that its shim would run (`tfsso which`). */
export interface ToolFacts {
  tool: Tool
  /** undefined if there is none */
  real: string | undefined
  /** the shim's message if there is no real program */
  problem: string
  /** the value of TFSSO_TERRAFORM, TFSSO_TOFU or TFSSO_TERRAGRUNT */
  named: string | undefined
}

export interface PathFacts {
  prefix: string
  directory: string
  /** which program each tool's name starts: in make, in each shell, and in this process (by the rules of execvp(3)) */
  views: readonly (Omit<View, 'from'> & { from: Viewpoint | 'process' })[]
  /** whether `file` is the shim of `tool`, a link to this shim or a copy of it */
  isShim(tool: Tool, file: string): boolean
  /** whether a file is a shim of any installation of tfsso */
  isOther(file: string): boolean
  /** the tools that have a shim */
  chosen: readonly Tool[]
  /**
   * whether TG_AUTH_PROVIDER_CMD (old name: TERRAGRUNT_AUTH_PROVIDER_CMD) is set. It contains the command that prints
   * credentials for Terragrunt
   */
  hasAuthProvider: boolean
}

const inWords = {
  process: 'In this process',
  sh: 'In `sh -c`',
  make: 'In make',
  'login-shell': 'In a login shell',
} as const

/**
 * For each tool in use, checks which program its name starts. Also checks the real tools, and whether Terragrunt has a
 * shim.
 */
export function checkPath(facts: PathFacts, all: readonly ToolFacts[]): Finding[] {
  const tools = all.filter(({ tool }) => facts.chosen.includes(tool))
  // Most people use only one of terraform and tofu. So a missing tool is no mistake, unless a variable (TFSSO_TOFU) or
  // an alias names it.
  const used = tools.filter((one) => isUsed(facts, one))
  return [
    ...checkReal(tools, used),
    ...checkTerragrunt(facts, all),
    ...facts.views.flatMap((view) => checkView(facts, view, used)),
  ]
}

function checkTerragrunt(
  { chosen, hasAuthProvider }: PathFacts,
  all: readonly ToolFacts[],
): Finding[] {
  const real = all.find(({ tool }) => tool === 'terragrunt')?.real
  if (real === undefined || hasAuthProvider || chosen.includes('terragrunt')) return []
  const message = 'Terragrunt has no shim: its own AWS calls get no credentials from tfsso.'
  const advice = [`To add one: tfsso setup --tools ${[...chosen, 'terragrunt'].join(',')}`]
  return [warning('terragrunt', message, advice, real)]
}

function isUsed({ views, isShim }: PathFacts, { tool, real, named }: ToolFacts): boolean {
  if (real !== undefined || named) return true
  return views.some(
    ({ look }) => look && look.found[tool] !== '' && !isShim(tool, look.found[tool]),
  )
}

const isLayerTool = (tool: Tool) => layerTools.some((one) => one === tool)

function checkReal(tools: readonly ToolFacts[], used: readonly ToolFacts[]): Finding[] {
  if (!used.some(({ tool }) => isLayerTool(tool))) {
    const advice = [
      'Install one: https://opentofu.org/docs/intro/install, https://developer.hashicorp.com/terraform/install.',
      'Or name its path: TFSSO_TOFU=/path/to/tofu or TFSSO_TERRAFORM=/path/to/terraform.',
    ]
    return [
      broken('real', "There is no terraform or tofu on PATH except tfsso's own shims.", advice),
    ]
  }
  return tools.flatMap(({ tool, real, problem }) => {
    if (real !== undefined) return ok('real', `tfsso's ${tool} starts ${real}.`, tool)
    if (!used.some((one) => one.tool === tool)) {
      const others = used.map((one) => one.tool).join(',')
      const how = `To remove its shim: tfsso setup --tools ${others}`
      return skipped('real', `There is no ${tool}. ${how}`, tool)
    }
    const [message = '', ...advice] = problem.replace(/^tfsso: /, '').split(/\s*\n\s*/)
    const mend = advice.filter(Boolean)
    return broken(
      'real',
      message,
      mend.length > 0 ? mend : ["Run tfsso's install.sh again."], // the installation is damaged
      tool,
    )
  })
}

function checkView(
  facts: PathFacts,
  { from, shell, look, failure }: PathFacts['views'][number],
  used: readonly ToolFacts[],
): Finding[] {
  const as = shell ? `${inWords[from]} (${shell})` : inWords[from]
  if (look) {
    return used.map(({ tool }) => checkFound(facts, { tool, from, as, shell, look }))
  }
  if (from === 'make') return [skipped(from, `make ${failure}.`)]
  const login = `Your login shell (SHELL${shell ? `, ${shell}` : ''})`
  const message = `${from === 'login-shell' ? login : '`sh -c`'} ${failure}.`
  if (from === 'login-shell' && !failure?.startsWith('did not')) return [skipped(from, message)]
  return [
    warning(from, message, [
      'Start this shell yourself to see what its startup files wait for. `tfsso doctor` starts it with TFSSO_DOCTOR=1.',
    ]),
  ]
}

interface Seen {
  tool: Tool
  from: Viewpoint | 'process'
  as: string
  shell: string | undefined
  look: NonNullable<View['look']>
}

function checkFound({ prefix, directory, isShim, isOther }: PathFacts, seen: Seen): Finding {
  const { tool, from, as, shell, look } = seen
  const found = look.found[tool]
  const shim = path.join(prefix, 'shims', tool)
  const lines = addLine(prefix, shell)
  if (found === '') {
    const message = `${as} there is no \`${tool}\`: neither a real one nor tfsso's shim is on PATH.`
    return judge(seen, message, lines, null)
  }
  if (!found.includes('/') || found.startsWith('alias ')) {
    const what = found === tool ? 'a function' : 'an alias'
    const message = `${as} \`${tool}\` is ${what}, which comes before tfsso's ${shim}.`
    return broken(
      from,
      message,
      [`Remove it from your startup files, or start \`command ${tool}\`.`],
      tool,
    )
  }
  const file = path.resolve(directory, found)
  if (isShim(tool, file)) return ok(from, `${as} \`${tool}\` is tfsso's shim.`, file)
  if (isOther(file)) {
    const message = `${as} \`${tool}\` is ${file}, which belongs to another installation of tfsso.`
    const advice = `That works. To use this installation, put ${path.dirname(shim)} before that directory on PATH.`
    return warning(from, message, [advice], file)
  }
  const shimIsThere = look.path
    .split(':')
    .some((entry) => isShim(tool, path.resolve(directory, entry, tool)))
  if (!shimIsThere) {
    const message = `${as} \`${tool}\` is ${file}: tfsso's ${path.dirname(shim)} is not on PATH.`
    return judge(seen, message, lines, file)
  }
  const message = `${as} \`${tool}\` is ${file}, which comes before tfsso's ${shim} on PATH.`
  const advice = [
    `Put ${path.dirname(shim)} before ${path.dirname(file)}: in your startup file, read tfsso's env file after the line that adds ${path.dirname(file)}.`,
    ...lines,
  ]
  return tool === 'terragrunt'
    ? warning(from, message, advice, file)
    : broken(from, message, advice, file)
}

/**
 * Only a warning in two cases:
 * - for a login shell, whose PATH can lack tfsso on purpose (direnv, a container, CI)
 * - for Terragrunt, which starts our tofu or terraform even without a shim of its own
 */
function judge(
  { from, tool }: Seen,
  message: string,
  advice: string[],
  file: string | null,
): Finding {
  return from === 'login-shell' || tool === 'terragrunt'
    ? warning(from, message, advice, file ?? tool)
    : broken(from, message, advice, file ?? tool)
}

/**
 * The startup files that need the line for PATH, worded to follow «the last line of». The installer's own choice is in
 * lib/install/choose-startup-files.ts.
 */
const startupFiles: Record<string, string> = {
  bash: '~/.bashrc, and of ~/.bash_profile (if you have none: of ~/.profile)',
  zsh: '~/.zshrc',
  fish: '~/.config/fish/config.fish',
}

function addLine(prefix: string, shell: string | undefined): string[] {
  const name = path.basename(shell ?? '')
  const file = startupFiles[name] ?? "your shell's startup file"
  const line = name === 'fish' ? `source "${prefix}/env.fish"` : `. "${prefix}/env"`
  return [`Make this the last line of ${file}, and open a new shell:`, line]
}
