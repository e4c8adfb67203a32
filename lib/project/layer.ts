import path from 'node:path'
import { isFile } from '../files/files.ts'
import { misconfigured } from '../text/problem.ts'

/** Where a command runs. Absolute physical paths. */
export interface Layer {
  /** the layer's own directory */
  directory: string
  /** the account's: the nearest upwards with config/account.tfvars */
  account: string
  /** the project's: the nearest above the account's with config/common.tfvars */
  project: string
}

function* upwards(directory: string): Generator<string> {
  let at = directory
  for (;;) {
    yield at
    const parent = path.dirname(at)
    if (parent === at) return
    at = parent
  }
}

/**
 * The layer that a directory is in, or undefined where it is in none: no account above it, or an
 * account's own config directory. An account without a project is a Problem (78).
 */
export function findLayer(directory: string): Layer | undefined {
  const account = [...upwards(directory)].find((at) =>
    isFile(path.join(at, 'config/account.tfvars')),
  )
  if (account === undefined) return undefined
  const config = path.join(account, 'config')
  if (directory === config || directory.startsWith(`${config}/`)) return undefined
  return { directory, account, project: findProject(account) }
}

function findProject(account: string): string {
  for (const at of [...upwards(account)].slice(1)) {
    if (isFile(path.join(at, 'config/common.tfvars'))) return at
    // Stop here rather than take the values of another project further up.
    const example = path.join(at, 'config/common.tfvars.example')
    if (isFile(example)) {
      throw misconfigured(
        `${path.join(at, 'config/common.tfvars')} is missing.`,
        `Copy ${example} to it and fill it in.`,
      )
    }
  }
  throw misconfigured(
    `No config/common.tfvars above ${account}, whose config/account.tfvars says that it is an account.`,
    'Add config/common.tfvars at the root of the project (project, accounts, sso_start_url, sso_region).',
  )
}

/** The project that a directory is in, whether or not it is in a layer; undefined where in none. */
export function findProjectOf(directory: string): string | undefined {
  return (
    findLayer(directory)?.project ??
    [...upwards(directory)].find((at) => isFile(path.join(at, 'config/common.tfvars')))
  )
}
