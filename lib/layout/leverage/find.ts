import { isFile } from '../../files/read.ts'
import { misconfigured } from '../../text/problem.ts'
import type { Layer } from '../layout.ts'
import type { Counts } from '../trusted-search.ts'
import { upwards } from '../upwards.ts'
import { fileOf, leverageFiles } from './files.ts'

export const isAccount = (directory: string) => isFile(fileOf(directory, 'account'))
export const isProject = (directory: string) => isFile(fileOf(directory, 'common'))

const anybodys: Counts = () => true

/**
 * The layer that a directory is in, or undefined where it is in none: no account above it, one whose file does not
 * count, or an account's own config directory. An account without a project is a Problem (78). Only the nearest
 * file is looked at, as sh does (libexec/layer.sh): where it doesn't count, one further up doesn't either.
 */
export function findLayer(directory: string, counts: Counts = anybodys): Layer | undefined {
  const account = [...upwards(directory)].find(isAccount)
  if (account === undefined || !counts(fileOf(account, 'account'), account)) return undefined
  const config = fileOf(account, 'config')
  if (directory === config || directory.startsWith(`${config}/`)) return undefined
  return { directory, account, project: findProject(account, counts) }
}

function findProject(account: string, counts: Counts): string {
  const { common } = leverageFiles
  for (const at of [...upwards(account)].slice(1)) {
    if (isProject(at)) {
      if (counts(fileOf(at, 'common'), at)) return at
      break
    }
    // Stop here rather than take the values of another project further up.
    const example = fileOf(at, 'commonExample')
    if (isFile(example) && counts(example, at)) {
      throw misconfigured(
        `${fileOf(at, 'common')} is missing.`,
        `Copy ${example} to it and fill it in.`,
      )
    }
  }
  throw misconfigured(
    `No ${common} above ${account}, whose ${leverageFiles.account} says that it is an account.`,
    `Add ${common} at the root of the project (project, accounts, sso_start_url, sso_region).`,
  )
}

/** The root of the project that a directory is in, whether or not it is in a layer. */
export function findRoot(directory: string, counts: Counts = anybodys): string | undefined {
  const layer = findLayer(directory, counts)
  if (layer) return layer.project
  const root = [...upwards(directory)].find(isProject)
  return root !== undefined && counts(fileOf(root, 'common'), root) ? root : undefined
}
