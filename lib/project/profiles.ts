import { misconfigured, type Problem } from '../text/problem.ts'
import { differentRoles, severalClaimants } from './account-conflicts.ts'
import { type AccountEntries, parseAccountId } from './accounts.ts'
import type { Mentions } from './mentions.ts'
import { claimConflict, mayBeOurs, type PersonalProfiles } from './personal-profiles.ts'
import type { ProfileTarget } from './profile-target.ts'
import { roleRule } from './rules.ts'
import type { Identity } from './settings.ts'
import { asMap } from './values.ts'

export interface AccountDirectory {
  /** the account's key, which `accounts` can lack */
  account: string
  /** undefined if sso_role is missing or invalid */
  role: string | undefined
  /** from its backend.tfvars */
  profile: string | undefined
  /** the file that contains the account and the role */
  file: string
  profileFile: string
  /** set if tfsso ignores the directory's files, because another user owns them */
  untrusted?: Problem
}

export interface ProfileSources {
  project: string
  accounts: AccountEntries
  /** every profile of this account gets this role */
  own: Identity & { role: string }
  /** from the layer's own backend.tfvars */
  ownProfile: string | undefined
  directories: readonly AccountDirectory[]
  mentions: Mentions
  /** from the last `init`'s backend; a migration away from this backend needs the profile */
  stored: string | undefined
  personal: PersonalProfiles
  /** set if only the accounts matter: then the roles of targets can be empty */
  anyRole?: boolean
}

/**
 * The account is the longest key that fits. undefined if the name does not start with the project and one of the keys.
 */
export function splitName(
  name: string,
  project: string,
  keys: Iterable<string>,
): { account: string; suffix: string } | undefined {
  if (!name.startsWith(`${project}-`)) return undefined
  const rest = name.slice(project.length + 1)
  let account: string | undefined
  for (const key of keys) {
    const fits = rest === key || rest.startsWith(`${key}-`)
    if (fits && (account === undefined || key.length > account.length)) account = key
  }
  return account === undefined
    ? undefined
    : { account, suffix: rest.slice(account.length).replace(/^-/, '') }
}

/**
 * Every profile that the layer can name. A name counts if it starts with the names of the project and an account, or if
 * an account's backend.tfvars or the stored backend contains it. The profile of the layer's own account and role is
 * included. If a value of `profile` is known only in a run, every account's profiles are included.
 *
 * The names in `used` certainly are profiles. So a mistake in one of these is a Problem (exit code 78): the name is
 * ambiguous, for example, or its account has no id. Other names with such mistakes are left out: they can be words in a
 * description.
 */
export function resolveProfiles(sources: ProfileSources): Map<string, ProfileTarget> {
  const { project, mentions, own, personal, stored } = sources
  const keys = accountKeys(sources)
  const used = usedNames(sources)
  const names = new Set<string>([...mentions.names, ...used])
  if (own.role) names.add(`${project}-${own.account}-${own.role.toLowerCase()}`)
  if (mentions.suffixes) addEveryAccount(names, keys, mentions.suffixes, sources)

  const targets = new Map<string, ProfileTarget>()
  for (const name of names) {
    if (!mayBeOurs(name)) continue
    const target = resolveName(name, sources, keys, used.has(name))
    if (target) targets.set(name, target)
  }
  // If neither the project nor the person knows the profile of the stored backend, assume the layer's own account and
  // role. If that is wrong, AWS denies access.
  if (stored && mayBeOurs(stored) && !targets.has(stored) && !personal.has(stored))
    targets.set(stored, own)
  return targets
}

/**
 * The accounts whose directories decide what the profiles mean; undefined means all accounts. If, for example, a used
 * name's account is unknown, all accounts decide, because any account's files could contain the name.
 */
export function decidingAccounts(
  sources: ProfileSources,
  targets: ReadonlyMap<string, ProfileTarget>,
): Set<string> | undefined {
  if (sources.mentions.suffixes) return undefined
  for (const name of usedNames(sources))
    if (mayBeOurs(name) && !targets.has(name) && !sources.personal.has(name)) return undefined
  const found = [...targets.values()]
  if (found.some(({ role }) => typeof role !== 'string')) return undefined
  return new Set(found.map(({ account }) => account))
}

function usedNames({ mentions, ownProfile, stored }: ProfileSources): Set<string> {
  return new Set([...mentions.profiles, ownProfile, stored].filter((name) => name !== undefined))
}

/**
 * The keys of all accounts, including those that `accounts` does not list. If the key `apps-prd` were missing, tfsso
 * could take `acme-apps-prd-devops` for a profile of the account `apps`.
 */
function accountKeys({ accounts, directories }: ProfileSources): string[] {
  return [...new Set([...accounts.keys(), ...directories.map(({ account }) => account)])]
}

/**
 * Adds each account's profile from backend.tfvars. Also adds `<project>-<account>-<end>` for every account. The end is
 * any suffix, or any known role in lower case.
 */
function addEveryAccount(
  names: Set<string>,
  keys: readonly string[],
  suffixes: ReadonlySet<string>,
  { project, own, directories }: ProfileSources,
): void {
  const ends = new Set(suffixes)
  for (const role of [own.role, ...directories.map(({ role }) => role)])
    if (role) ends.add(role.toLowerCase())
  for (const { profile } of directories) if (profile !== undefined) names.add(profile)
  for (const key of keys) for (const end of ends) names.add(`${project}-${key}-${end}`)
}

function resolveName(
  name: string,
  sources: ProfileSources,
  keys: readonly string[],
  used: boolean,
): ProfileTarget | undefined {
  const split = splitName(name, sources.project, keys)
  if (split) return targetOf(split.account, name, split.suffix, sources, used)
  const account = claimant(name, sources, used)
  const target = account && targetOf(account, name, '', sources, used)
  const personal = sources.personal.get(name)
  if (!target || !personal) return target || undefined
  const files = sources.directories.filter(
    (directory) => directory.account === account && directory.profile === name,
  )
  const conflict = claimConflict(
    name,
    personal,
    target,
    files.map(({ profileFile }) => profileFile),
  )
  if (conflict && used) throw conflict
  return conflict ? undefined : target
}

function targetOf(
  account: string,
  name: string,
  suffix: string,
  sources: ProfileSources,
  used: boolean,
): ProfileTarget | undefined {
  if (account === sources.own.account) return sources.own
  const found = sources.accounts.get(account)
  const accountId = parseAccountId(asMap(found?.entry)?.id)
  if (accountId === undefined) {
    if (!used) return undefined
    const [directory] = sources.directories.filter((one) => one.account === account)
    const where = found
      ? `${found.file}: accounts.${account}.id`
      : `The id of the account ${account}`
    throw misconfigured(
      `${where} is not 12 digits, and the profile ${name} belongs to that account.`,
      ...(found || !directory
        ? []
        : [`${directory.file} names the account, but no list of accounts contains it.`]),
      `Write for example: ${account} = { id = "123456789012" }`,
    )
  }
  if (sources.anyRole) return { account, accountId, role: '' }
  const role = accountRole(account, name, suffix, sources, used)
  return role === undefined ? undefined : { account, accountId, role }
}

/**
 * The account whose backend.tfvars contains the name; undefined if there is none, or if `accounts` lacks it. If the
 * files of several accounts contain the name, a `used` name is a Problem (exit code 78). Any other name gives
 * undefined.
 */
function claimant(name: string, sources: ProfileSources, used: boolean): string | undefined {
  const claiming = sources.directories.filter(({ profile }) => profile === name)
  const accounts = new Set(claiming.map(({ account }) => account))
  if (accounts.size > 1) {
    if (!used) return undefined
    const files = claiming.map(({ profileFile }) => profileFile)
    throw misconfigured(...severalClaimants(name, [...accounts], files, sources.project))
  }
  const [account] = accounts
  return account !== undefined && sources.accounts.has(account) ? account : undefined
}

/**
 * The account's sso_role. If the account has no directory, the role comes from the name's suffix. Otherwise the suffix
 * does not matter: after a permission set is renamed, the old profile names in layers still work. If the directories
 * give no role, or different roles: Problem (exit code 78) for a `used` name, otherwise undefined.
 */
function accountRole(
  account: string,
  name: string,
  suffix: string,
  sources: ProfileSources,
  used: boolean,
): ProfileTarget['role'] | undefined {
  const directories = sources.directories.filter((directory) => directory.account === account)
  if (directories.length === 0)
    return roleRule.pattern.test(suffix) ? { suffix: suffix.toLowerCase() } : undefined
  const roles = new Set(directories.map(({ role }) => role))
  const [role] = roles
  if (roles.size === 1 && role !== undefined) return role
  if (!used) return undefined
  for (const { untrusted } of directories) if (untrusted) throw untrusted
  const files = directories.map(({ file }) => file)
  const [message, example] = [
    `The profile ${name} belongs to that account.`,
    'Write for example: sso_role = "DevOps"',
  ]
  if (roles.size > 1) throw misconfigured(differentRoles(account, files), message, example)
  throw misconfigured(
    `The profile ${name} belongs to the account ${account}, but ${files.join(', ')} has no valid sso_role.`,
    example,
  )
}
