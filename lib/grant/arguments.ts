import type { GivenArguments } from '../layout/layer-arguments.ts'
import { quoteForShell } from '../text/quote.ts'

/**
 * What goes into TF_CLI_ARGS_*: terraform takes it apart with go-shellwords, for which quotes are what they
 * are for sh. Each argument has the form `-var-file=""'/path'`, which nobody else writes, so a run inside
 * knows it again (libexec/take-back.sh).
 */
export interface TerraformArguments {
  /** for every command that accepts var-files */
  varFiles: string
  /** for init */
  backendConfig: string
  /** var-files for the commands that need them only where modules need variables */
  forModules: string
  /** var-files for `apply PLANFILE`, where the plan may be encrypted */
  forPlanFile: string
}

/** Between an argument's name and its value in quotes. */
export const argumentMark = `=""'`

/** The commands that may be given arguments, as TF_CLI_ARGS_* names them (libexec/needs.sh). */
export const argumentCommands = [
  ...['init', 'plan', 'apply', 'destroy', 'import', 'refresh', 'console', 'test', 'query'],
  ...['taint', 'untaint', 'force_unlock', 'graph', 'output', 'show', 'get', 'validate', 'modules'],
  ...['', '_lock', '_mirror', '_schema'].map((sub) => `providers${sub}`),
  ...['identities', 'list', 'mv', 'pull', 'push', 'replace_provider', 'rm', 'show'].map(
    (sub) => `state_${sub}`,
  ),
  ...['workspace', 'env'].flatMap((command) =>
    ['list', 'select', 'new', 'delete'].map((sub) => `${command}_${sub}`),
  ),
]

export const noArguments: TerraformArguments = {
  varFiles: '',
  backendConfig: '',
  forModules: '',
  forPlanFile: '',
}

const argument = (name: string, file: string) => `-${name}=""${quoteForShell(file)}`

export function terraformArguments(given: GivenArguments): TerraformArguments {
  const varFiles = given.varFiles.map((file) => argument('var-file', file)).join(' ')
  return {
    varFiles,
    backendConfig: given.backendConfig ? argument('backend-config', given.backendConfig) : '',
    forModules: given.modulesNeedVariables ? varFiles : '',
    forPlanFile: given.encrypted ? varFiles : '',
  }
}
