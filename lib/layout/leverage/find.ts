import { isFile } from '../../files/read.ts'
import { misconfigured } from '../../text/problem.ts'
import type { Layer } from '../layout.ts'
import { upwards } from '../upwards.ts'
import { fileOf, leverageFiles } from './files.ts'

export const isAccount = (directory: string) => isFile(fileOf(directory, 'account'))
export const isProject = (directory: string) => isFile(fileOf(directory, 'common'))

/**
 * Whether a directory is the root of the project of `from`: there is an account in between. So is one that only has
 * the example of common.tfvars, rather than take the values of another project further up.
 */
export function isRoot(directory: string, from: string): boolean {
  if (!isProject(directory) && !isFile(fileOf(directory, 'commonExample'))) return false
  for (const at of upwards(from)) {
    if (at === directory) return false
    if (isAccount(at)) return true
  }
  return false
}

/** The nearest account, unless `from` is in its own config directory. */
function findAccount(from: string): string | undefined {
  const account = [...upwards(from)].find(isAccount)
  if (account === undefined) return undefined
  const config = fileOf(account, 'config')
  return from === config || from.startsWith(`${config}/`) ? undefined : account
}

/** The layer that a directory is in, or undefined for an account's own config directory. */
export function findLayer(directory: string, from: string, project: string): Layer | undefined {
  const account = findAccount(from)
  if (account === undefined) return undefined
  if (isProject(project)) return { directory, account, project }
  throw misconfigured(
    `${fileOf(project, 'common')} is missing.`,
    `Copy ${fileOf(project, 'commonExample')} to it and fill it in.`,
  )
}

/** The project that a directory is in where there is no account in between. Problem (78) for an account without one. */
export function findOther(from: string): string | undefined {
  const account = findAccount(from)
  if (account === undefined) return [...upwards(from)].find(isProject)
  const { common } = leverageFiles
  throw misconfigured(
    `No ${common} above ${account}, whose ${leverageFiles.account} says that it is an account.`,
    `Add ${common} at the root of the project (project, accounts, sso_start_url, sso_region).`,
  )
}
