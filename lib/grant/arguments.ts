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
  /** the backend config that `init` should have and that is not there, for a message */
  missing: string
}

/** Between an argument's name and its value in quotes. */
export const argumentMark = `=""'`

export const noArguments: TerraformArguments = {
  varFiles: '',
  backendConfig: '',
  forModules: '',
  forPlanFile: '',
  missing: '',
}

const give = (name: string, files: readonly string[]) =>
  files.map((file) => `-${name}=""${quoteForShell(file)}`).join(' ')

export function terraformArguments(given: GivenArguments): TerraformArguments {
  const varFiles = give('var-file', given.varFiles)
  return {
    varFiles,
    backendConfig: give('backend-config', given.backendConfig),
    forModules: given.modulesNeedVariables ? varFiles : '',
    forPlanFile: given.encrypted ? varFiles : '',
    missing: given.missing.join(', '),
  }
}
