import path from 'node:path'

/** The paths of Leverage's files, from a project's root or an account's directory. */
export const leverageFiles = {
  /** the directory of these files, in a project and in an account */
  config: 'config',
  /** marks a project's root */
  common: 'config/common.tfvars',
  /** the example that a fresh clone has in place of common.tfvars */
  commonExample: 'config/common.tfvars.example',
  /** marks an account's directory */
  account: 'config/account.tfvars',
  /** names the account's bucket and profile */
  backend: 'config/backend.tfvars',
} as const

/**
 * The deepest level below the project's root on which tfsso searches for accounts. For example, `workloads/apps/prd` is
 * on level 3.
 */
export const deepestAccount = 3

/** The account files that a search down to this level finds, as sh patterns from a project's root. */
export const accountPatterns = Array.from(
  { length: deepestAccount },
  (_, level) => `${'*/'.repeat(level + 1)}${leverageFiles.account}`,
)

type LeverageFile = keyof typeof leverageFiles

/** The path of one of these files in a directory. */
export function fileOf(directory: string, file: LeverageFile): string {
  return path.join(directory, leverageFiles[file])
}
