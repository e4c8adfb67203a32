import fs from 'node:fs'
import path from 'node:path'
import { listDirectory, requirePlain } from '../../files/read.ts'
import { misconfigured, type Problem } from '../../text/problem.ts'
import type { Layer, SearchedPlace } from '../layout.ts'
import type { Counts } from '../trusted-search.ts'
import { ancestors, upwards } from '../upwards.ts'
import { fileOf, leverageFiles } from './files.ts'

// Both are true even for a directory in the file's place. Later `requirePlain` refuses this directory.
export const isAccount = (directory: string) => fs.existsSync(fileOf(directory, 'account'))
export const isProject = (directory: string) => fs.existsSync(fileOf(directory, 'common'))

const anybodys: Counts = () => true

/**
 * Whether `directory` is the root of the project that `from` is in. A root has common.tfvars, and `from` is in an
 * account below the root. A directory with only common.tfvars.example is a root, too. Otherwise tfsso would use the
 * values of another project further up.
 */
export function isRoot(directory: string, from: string): boolean {
  if (!isProject(directory) && !fs.existsSync(fileOf(directory, 'commonExample'))) return false
  for (const at of upwards(from)) {
    if (at === directory) return false
    if (isAccount(at)) return true
  }
  return false
}

/**
 * The nearest account at or above `from`. undefined in the account's config directory, or if the account's file is not
 * trusted. Accounts further up never count, as in libexec/layer.sh.
 */
function findAccount(from: string, counts: Counts): string | undefined {
  const account = [...upwards(from)].find(isAccount)
  if (account === undefined || !counts(fileOf(account, 'account'), account)) return undefined
  requirePlain(fileOf(account, 'account'))
  const config = fileOf(account, 'config')
  return from === config || from.startsWith(`${config}/`) ? undefined : account
}

/** Problem (exit code 78) for an account without a project. */
export function findLayer(
  { directory, from, root }: SearchedPlace,
  counts: Counts = anybodys,
): Layer | undefined {
  const account = findAccount(from, counts)
  if (account === undefined) return undefined
  const [common, example] = [fileOf(root, 'common'), fileOf(root, 'commonExample')]
  if (fs.existsSync(common)) {
    if (!counts(common, root))
      throw misconfigured(`The account ${account} is in no project that tfsso trusts.`)
    requirePlain(common)
    return { directory, account, project: root }
  }
  if (counts(example, root)) {
    const copy = `Copy ${example} to that path and fill in the values.`
    throw misconfigured(`${common} is missing.`, ...likeCommon([root]), copy)
  }
  throw withoutProject(account)
}

/**
 * The root of the project around a directory that is in no account. undefined if there is no root, or if the nearest
 * root is not trusted. (`isRoot` finds roots only for directories in accounts.) Problem (exit code 78) if `from` is in
 * an account, because `isRoot` found no root for this account.
 */
export function findOther(from: string, counts: Counts): string | undefined {
  const account = findAccount(from, counts)
  if (account !== undefined) throw withoutProject(account)
  const root = [...upwards(from)].find(isProject)
  return root !== undefined && counts(fileOf(root, 'common'), root) ? root : undefined
}

export const besideCommon = `is beside ${path.basename(leverageFiles.common)}, but a project's root is not an account.`

function withoutProject(account: string): Problem {
  const { common } = leverageFiles
  if (isProject(account))
    return misconfigured(
      `${fileOf(account, 'account')} ${besideCommon}`,
      'Move it into the directory of its account.',
    )
  return misconfigured(
    `There is no ${common} above ${account}, although its ${leverageFiles.account} says that it is an account.`,
    ...likeCommon(ancestors(path.dirname(account))),
    `Add ${common} at the root of the project (project, accounts, sso_start_url, sso_region).`,
  )
}

/**
 * At most one line of advice. The line names the files that a person could have meant as common.tfvars. Only the first
 * directory with such a file counts.
 */
function likeCommon(directories: Iterable<string>): string[] {
  for (const directory of directories) {
    const config = fileOf(directory, 'config')
    const names = listDirectory(config).filter((name) =>
      /^common\.(?!tfvars(\.example)?$)/.test(name),
    )
    if (names.length > 0)
      return [
        `There is ${names.join(', ')} in ${config}, but tfsso reads ${leverageFiles.common} only.`,
      ]
  }
  return []
}
