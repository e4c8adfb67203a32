import path from 'node:path'

/** Where Leverage's files lie, from a project's root or an account's directory. */
export const leverageFiles = {
  /** of a project, and of an account */
  config: 'config',
  /** makes a directory a project's root */
  common: 'config/common.tfvars',
  /** what a fresh clone has beside it */
  commonExample: 'config/common.tfvars.example',
  /** makes a directory an account's */
  account: 'config/account.tfvars',
  /** the account's bucket and profile */
  backend: 'config/backend.tfvars',
} as const

/** How many levels below the project's root an account may lie: `workloads/apps/prd`. */
export const deepestAccount = 3

/** Where accounts lie, as patterns of sh from a project's root. */
export const accountPatterns = Array.from(
  { length: deepestAccount },
  (_, level) => `${'*/'.repeat(level + 1)}${leverageFiles.account}`,
)

type LeverageFile = keyof typeof leverageFiles

/** One of these files of a directory. */
export function fileOf(directory: string, file: LeverageFile): string {
  return path.join(directory, leverageFiles[file])
}
