import path from 'node:path'
import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { parseAccountId, requireAccountId } from '../project/accounts.ts'
import { Inputs } from '../project/inputs.ts'
import { ParsedCache } from '../project/parsed.ts'
import type { ProfileTarget } from '../project/profile-target.ts'
import { type AccountDirectory, resolveProfiles } from '../project/profiles.ts'
import { environmentRule, roleRule } from '../project/rules.ts'
import { backendProfile, type ProjectSettings } from '../project/settings.ts'
import { TfvarsReader } from '../project/tfvars.ts'
import { asMap, requiredText } from '../project/values.ts'
import { Problem } from '../text/problem.ts'

/** A profile by a name that the layers use. */
export interface ConfiguredProfile {
  name: string
  account: string
  /** 12 digits */
  accountId: string
  role: string
}

export interface AccountProfiles {
  /** in the order of `accounts`, then of the names */
  profiles: ConfiguredProfile[]
  /** accounts and names that got no profile, and why */
  leftOut: { what: string; why: string }[]
}

interface Where {
  places: Places
  /** the project's directory */
  directory: string
  /** the directory of the account that we are in, if any */
  account: string | undefined
  project: ProjectSettings
}

/**
 * The profiles of the project's accounts: each account's own `backend.tfvars` profile and
 * `<project>-<account>-<role>`. An account whose tfvars are wrong is left out like one that has none:
 * it must not stop the others.
 */
export async function readAccountProfiles(where: Where): Promise<AccountProfiles> {
  const leftOut: AccountProfiles['leftOut'] = []
  const directories = await readDirectories(where, leftOut)
  return { ...chooseProfiles(where.project, directories, leftOut), leftOut }
}

async function readDirectories(
  { places, directory, account, project }: Where,
  leftOut: AccountProfiles['leftOut'],
): Promise<AccountDirectory[]> {
  const inputs = new Inputs()
  const reader = new TfvarsReader(inputs, new ParsedCache(cacheDirectory(places, 'parsed')))
  const parents = new Set([directory, ...(account === undefined ? [] : [path.dirname(account)])])
  const files = new Set(
    [...parents].flatMap((parent) => inputs.glob(parent, '/config/account.tfvars')),
  )
  const accountsFile = path.join(directory, 'config/common.tfvars')
  const directories: AccountDirectory[] = []
  for (const file of files) {
    const found: AccountDirectory = {
      account: path.basename(path.dirname(path.dirname(file))),
      role: undefined,
      profile: undefined,
      file,
    }
    directories.push(found)
    try {
      const own = await reader.read(file)
      if (!own) continue
      found.account = requiredText([own], 'environment', environmentRule, file)
      requireAccountId(project.accounts, found.account, { environmentFile: file, accountsFile })
      const role = requiredText([own], 'sso_role', roleRule, file)
      found.profile = backendProfile(
        await reader.read(path.join(path.dirname(file), 'backend.tfvars')),
      )
      found.role = role
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      leftOut.push({ what: found.account, why: error.message })
    }
  }
  return directories
}

/** Pure: which names are configured, by the very rules by which a layer's profiles are resolved. */
export function chooseProfiles(
  { project, accounts }: Pick<ProjectSettings, 'project' | 'accounts'>,
  directories: readonly AccountDirectory[],
  leftOut: AccountProfiles['leftOut'],
): Pick<AccountProfiles, 'profiles'> {
  const wanted = new Set<string>()
  const roles = new Map<string, string>()
  for (const [account, { entry }] of accounts) {
    const own = directories.filter((directory) => directory.account === account)
    const [role, ...others] = new Set(own.map((directory) => directory.role))
    if (own.length === 0) leftOut.push({ what: account, why: 'it has no directory of its own' })
    else if (others.length > 0)
      leftOut.push({ what: account, why: 'its directories name different roles' })
    else if (role !== undefined && parseAccountId(asMap(entry)?.id) !== undefined) {
      roles.set(account, role)
      wanted.add(`${project}-${account}-${role.toLowerCase()}`)
      for (const { profile } of own) if (profile !== undefined) wanted.add(profile)
    }
  }
  const targets = resolveAll({ project, accounts }, directories, roles, wanted)
  const profiles: ConfiguredProfile[] = []
  for (const account of accounts.keys()) {
    for (const name of [...wanted].sort()) {
      const target = targets.get(name)
      if (target?.account !== account || typeof target.role !== 'string' || name === 'default')
        continue
      profiles.push({ name, account, accountId: target.accountId, role: target.role })
    }
  }
  const done = new Set(profiles.map(({ name }) => name))
  for (const name of wanted) {
    if (done.has(name)) continue
    const why =
      name === 'default'
        ? 'the default profile stays yours'
        : 'nothing says whose it is: several accounts name it, or one without a directory'
    leftOut.push({ what: `profile ${name}`, why })
  }
  return { profiles }
}

function resolveAll(
  { project, accounts }: Pick<ProjectSettings, 'project' | 'accounts'>,
  directories: readonly AccountDirectory[],
  roles: ReadonlyMap<string, string>,
  names: ReadonlySet<string>,
): ReadonlyMap<string, ProfileTarget> {
  // There is no layer here; any account does for its own, since all go by their sso_role.
  const [first] = roles
  if (!first) return new Map()
  const [account, role] = first
  const accountId = parseAccountId(asMap(accounts.get(account)?.entry)?.id) ?? ''
  return resolveProfiles({
    project,
    accounts,
    own: { account, accountId, role },
    ownProfile: undefined,
    directories,
    mentions: { names, profiles: new Set(), suffixes: undefined },
    stored: undefined,
    personal: new Map(),
  })
}
