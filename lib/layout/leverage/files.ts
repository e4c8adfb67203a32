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

type LeverageFile = keyof typeof leverageFiles

/** One of these files of a directory. */
export function fileOf(directory: string, file: LeverageFile): string {
  return path.join(directory, leverageFiles[file])
}
