import type { GivenArguments } from '../layout/layer-arguments.ts'
import { quoteForShell } from '../text/quote.ts'

/*
 * terraform splits TF_CLI_ARGS_* with go-shellwords, where quotes work as in sh. Nobody else writes arguments like
 * `-var-file=""'/path'`. So a run inside another run recognizes them as ours (libexec/take-back.sh).
 */

/** All arguments of a kind are one text; '' if there are none. */
export interface TerraformArguments {
  /** for every command that accepts var-files */
  varFiles: string
  backendConfig: string
  /** var-files for the commands that need them only if the layer's modules need variables */
  forModules: string
  /** var-files for `apply PLANFILE`, if the plan can be encrypted */
  forPlanFile: string
  /** the missing backend config files that `init` needs, for a message */
  missing: string
}

/** Between an argument's name and its value, with the value's opening quote. It marks the argument as ours. */
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
