import type { GivenArguments } from '../layout/layer-arguments.ts'
import { quoteForShell } from '../text/quote.ts'

/*
 * tfsso writes its arguments in a form that nobody else uses: `-var-file=""'/path'`. By this form a run inside another
 * run recognizes our arguments (libexec/take-back.sh). The `""` does not change the value: terraform splits
 * TF_CLI_ARGS_* with go-shellwords, where quotes work as in sh.
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

/**
 * This text follows an argument's name, and ends with the opening quote of the value. The text marks the argument as
 * ours.
 */
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
