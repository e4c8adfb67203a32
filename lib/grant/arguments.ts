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
  /** the backend config that `init` should have and that is not there, for a message */
  missing: string
}

export function terraformArguments({
  varFiles,
  backendConfig,
  missing,
}: Pick<LayerArguments, 'varFiles' | 'backendConfig' | 'missing'>): TerraformArguments {
  const give = (option: string, files: readonly string[]) =>
    files.map((file) => `-${option}=${quoteForShell(file)}`).join(' ')
  return {
    varFiles: give('var-file', varFiles),
    backendConfig: give('backend-config', backendConfig),
    missing: missing.join(', '),
  }
}
