import path from 'node:path'

/** Paths from a project's root or an account's directory. */
export const leverageFiles = {
  config: 'config',
  /** marks a project's root */
  common: 'config/common.tfvars',
  /** a fresh clone has it in place of common.tfvars */
  commonExample: 'config/common.tfvars.example',
  /** marks an account's directory */
  account: 'config/account.tfvars',
  /** names the account's bucket and profile */
  backend: 'config/backend.tfvars',
} as const

/**
 * The deepest level below the project's root on which tfsso searches for accounts: `workloads/apps/prd` is on level 3.
 */
export const deepestAccount = 3

/** Where tfsso searches for account files: sh patterns from a project's root. */
export const accountPatterns = Array.from(
  { length: deepestAccount },
  (_, level) => `${'*/'.repeat(level + 1)}${leverageFiles.account}`,
)

type LeverageFile = keyof typeof leverageFiles

export function fileOf(directory: string, file: LeverageFile): string {
  return path.join(directory, leverageFiles[file])
}
