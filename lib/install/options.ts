import { layerTools, type Tool, tools } from '../files/installed-tools.ts'
import { fail } from '../text/problem.ts'

export interface Options {
  action: 'install' | 'uninstall' | 'demo'
  /** as typed */
  prefix: string | undefined
  /**
   * undefined without --tools: an upgrade keeps its tools; a new installation takes terraform, tofu and, if installed,
   * Terragrunt
   */
  tools: readonly Tool[] | undefined
  modifyPath: boolean
  dryRun: boolean
  browser: boolean
  /** for the files of a system package */
  destination: string | undefined
}

export interface Described {
  /** the name of the value; a switch has none */
  value?: string
  describe: string
}

export const installOptions = {
  prefix: { value: 'DIR', describe: 'The directory to install into (~/.local/share/tfsso)' },
  tools: {
    value: 'LIST',
    describe: `The tools that run through tfsso (by a shim of the same name), for example ${tools.join(',')}. Default: the tools of the existing installation. For a new installation: ${layerTools.join(', ')} and, if it is on PATH, terragrunt`,
  },
  'modify-path': {
    describe:
      "Put tfsso on PATH in your shell's startup files. Without this option no file is changed, and the line to add is printed",
  },
  uninstall: { describe: 'Remove the installation, what --modify-path added, and the cache' },
  demo: { describe: 'Show tfsso at work with an emulation of AWS; installs nothing' },
  browser: { describe: 'With --demo: log in with your browser' },
  'dry-run': { describe: 'Only show what would be done' },
} satisfies Record<string, Described>

/** For advice: what the person typed. */
export type Called = 'sh install.sh' | 'tfsso setup'

const described = Object.entries<Described>(installOptions)
const named = (has: (option: Described) => boolean) =>
  described.filter(([, option]) => has(option)).map(([name]) => `--${name}`)

/** The help does not list --destination, because it is only for making packages. */
const withValue = [...named(({ value }) => value !== undefined), '--destination']
const switches = named(({ value }) => value === undefined)

/**
 * Problem (exit code 1) for options that are unknown or incomplete, or that contradict each other. install.sh handles
 * `--help`.
 */
export function readOptions(args: readonly string[], called: Called): Options {
  const values = new Map<string, string>()
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [, name = arg, value] = /^(--[a-z-]+)=(.*)$/s.exec(arg) ?? []
    if (withValue.includes(name)) values.set(name, value ?? left.shift() ?? '')
    else if (switches.includes(arg)) values.set(arg, 'yes')
    else throw fail(`${called} has no option ${arg}.`, `${called} --help lists the options.`)
  }
  const has = (name: string) => values.has(name)
  if (values.get('--prefix') === '') throw fail('--prefix needs a directory.')
  const complete = values.get('--destination') !== '' && values.get('--prefix')?.startsWith('/')
  if (has('--destination') && !(complete && values.size === 2))
    throw fail('--destination needs a directory, --prefix /DIR, and no other option.')
  if (has('--browser') && !has('--demo')) throw fail('--browser can only be used with --demo.')
  if (has('--demo') && ['--uninstall', '--modify-path', ...withValue].some(has))
    throw fail('--demo installs nothing: only --browser and --dry-run can be used with it.')
  if (has('--uninstall') && has('--modify-path'))
    throw fail('--uninstall removes what --modify-path added: use only one of the two.')
  if (has('--uninstall') && has('--tools'))
    throw fail('--uninstall removes the shims of all tools: leave --tools out.')
  return {
    action: has('--demo') ? 'demo' : has('--uninstall') ? 'uninstall' : 'install',
    prefix: values.get('--prefix'),
    tools: readTools(values.get('--tools')),
    modifyPath: has('--modify-path'),
    dryRun: has('--dry-run'),
    browser: has('--browser'),
    destination: values.get('--destination'),
  }
}

function readTools(list: string | undefined): Tool[] | undefined {
  if (list === undefined) return undefined
  const names = list.split(',')
  const unknown = names.find((name) => !tools.some((tool) => tool === name))
  if (unknown !== undefined)
    throw fail(
      `--tools is a list of ${tools.join(', ')}, but names "${unknown}".`,
      `For example: --tools ${tools[1]}, or --tools ${tools.join(',')}`,
    )
  return tools.filter((tool) => names.includes(tool))
}
