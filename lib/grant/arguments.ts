import type { LayerArguments } from '../layout/layout.ts'
import { quoteForShell } from '../text/quote.ts'

/**
 * What goes into TF_CLI_ARGS_*: terraform takes it apart with go-shellwords, for which single quotes
 * are what they are for sh.
 */
export interface TerraformArguments {
  /** for every command that accepts var-files */
  varFiles: string
  /** for init */
  backendConfig: string
}

export function terraformArguments({
  varFiles,
  backendConfig,
}: LayerArguments): TerraformArguments {
  return {
    varFiles: varFiles.map((file) => `-var-file=${quoteForShell(file)}`).join(' '),
    backendConfig: backendConfig ? `-backend-config=${quoteForShell(backendConfig)}` : '',
  }
}
