import path from 'node:path'
import { Problem } from '../text/problem.ts'
import { parseAccountId } from './accounts.ts'
import type { Inputs } from './inputs.ts'
import { environmentRule, roleRule } from './rules.ts'
import type { ProjectSettings } from './settings.ts'
import type { TfvarsReader } from './tfvars.ts'
import { asMap, optionalText } from './values.ts'

/** An account of a project: a key of `accounts`, or a directory that says that it is one. */
export interface ProjectAccount {
  /** its key in `accounts` */
  name: string
  /** 12 digits; undefined where `accounts` has none */
  accountId: string | undefined
  /** where it has a directory; the layer's own first */
  directories: { directory: string; role: string | undefined }[]
}

/** The role that all of an account's directories name, if they name the same. */
export function roleOf({ directories }: ProjectAccount): string | undefined {
  const roles = new Set(directories.map(({ role }) => role))
  return roles.size === 1 ? directories[0]?.role : undefined
}

/**
 * Every account of a project. `layerAccount`: the directory of the account that we are in, if in one;
 * the directories beside it count as well. What is wrong in an account's own files counts as missing.
 */
export async function listProjectAccounts(
  project: string,
  layerAccount: string | undefined,
  settings: ProjectSettings,
  inputs: Inputs,
  tfvars: TfvarsReader,
): Promise<ProjectAccount[]> {
  const found = new Map<string, ProjectAccount>()
  const add = (name: string): ProjectAccount => {
    const known = found.get(name)
    if (known) return known
    const accountId = parseAccountId(asMap(settings.accounts.get(name)?.entry)?.id)
    const account = { name, accountId, directories: [] }
    found.set(name, account)
    return account
  }
  for (const name of settings.accounts.keys()) add(name)
  const parents = layerAccount === undefined ? [project] : [project, path.dirname(layerAccount)]
  const files = new Set(parents.flatMap((parent) => inputs.glob(parent, '/config/account.tfvars')))
  for (const file of files) {
    const directory = path.dirname(path.dirname(file))
    const { name = path.basename(directory), role } = await readAccount(file, tfvars)
    const { directories } = add(name)
    if (directory === layerAccount) directories.unshift({ directory, role })
    else directories.push({ directory, role })
  }
  return [...found.values()]
}

async function readAccount(
  file: string,
  tfvars: TfvarsReader,
): Promise<{ name?: string | undefined; role?: string | undefined }> {
  const lenient = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }
  const values = await tfvars.read(file).catch((error) => {
    if (error instanceof Problem) return undefined
    throw error
  })
  const own = values ? [values] : []
  return {
    name: lenient(() => optionalText(own, 'environment', environmentRule)),
    role: lenient(() => optionalText(own, 'sso_role', roleRule)),
  }
}
