import { misconfigured, type Problem } from '../text/problem.ts'
import { differentRoles, severalClaimants } from './account-conflicts.ts'
import { type AccountEntries, parseAccountId } from './accounts.ts'
import type { Mentions } from './mentions.ts'
import { claimConflict, type PersonalProfiles } from './personal-profiles.ts'
import type { ProfileTarget } from './profile-target.ts'
import { profileRule, roleRule } from './rules.ts'
import type { Identity } from './settings.ts'
import { asMap } from './values.ts'

/** What an account's own directory says about it. */
export interface AccountDirectory {
  /** the account's key; `accounts` can lack this key */
  account: string
  /** sso_role; undefined if it is missing or invalid */
  role: string | undefined
  /** the profile of its backend.tfvars */
  profile: string | undefined
  /** the file that holds account and role */
  file: string
  /** the file that holds the profile */
  profileFile: string
  /** set if tfsso does not use its files, because another user owns them */
  untrusted?: Problem
}

export interface ProfileSources {
  project: string
  accounts: AccountEntries
  /** the layer's own account and role; every profile of this account gets this role */
  own: Identity & { role: string }
  /** the profile of the layer's own backend.tfvars */
  ownProfile: string | undefined
  directories: readonly AccountDirectory[]
  mentions: Mentions
  /** the profile of the backend that the last `init` stored; a migration away from this backend needs the profile */
  stored: string | undefined
  /** the profiles in the person's own AWS files */
  personal: PersonalProfiles
  /** whether only the accounts matter: if so, the roles of targets can be empty */
  anyRole?: boolean
}

/**
 * Splits a profile name of this project into account and suffix; undefined for any other name. The account is the
 * longest key that fits.
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
 * Every profile that the layer can name, with its account and role. A name counts as a profile if it starts with the
 * names of the project and an account, or if an account's backend.tfvars or the stored backend contains it. All other
 * names are left out. The profile of the layer's own account and role is included. If a value of `profile` is known
 * only in a run, the profiles of every account are included.
 *
 * The layer certainly uses some of the names as profiles (`used`). So there is a Problem (exit code 78) if, for
 * example, one of these names is ambiguous or its account has no id. Any other name with one of these mistakes is left
 * out: it can be a word in a description.
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
  // If neither the project nor the person's own AWS files say what the profile of the stored backend means, assume the
  // layer's own account and role. If that is wrong, AWS denies access.
  if (stored && mayBeOurs(stored) && !targets.has(stored) && !personal.has(stored))
    targets.set(stored, own)
  return targets
}

/**
 * The accounts whose directories decide what the profiles mean. undefined means all accounts. For example, if the
 * account of a used name is not known, the files of any account could contain this name.
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

/** The profile `default` is always the person's own. */
const mayBeOurs = (name: string) => profileRule.pattern.test(name) && name !== 'default'

/** The names that certainly are profiles' names. */
function usedNames({ mentions, ownProfile, stored }: ProfileSources): Set<string> {
  return new Set([...mentions.profiles, ownProfile, stored].filter((name) => name !== undefined))
}

/**
 * The names of all accounts: those in `accounts`, and those of account directories that `accounts` does not list. For
 * example, `acme-apps-prd-devops` is a profile of the account `apps-prd`. If the list of names lacked `apps-prd`, tfsso
 * could take the profile for one of the account `apps`.
 */
function accountKeys({ accounts, directories }: ProfileSources): string[] {
  return [...new Set([...accounts.keys(), ...directories.map(({ account }) => account)])]
}

/**
 * Adds the profile in each account's backend.tfvars. Also adds all names `<project>-<account>-<end>`, with every
 * account, and with every suffix and every known role (in lower case) as the end.
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

/** The account and role that one of an account's profile names stands for. */
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
 * The listed account whose backend.tfvars contains the profile's name; undefined if no listed account has it. If
 * several accounts have it: Problem (exit code 78) for a name that is `used`, otherwise undefined.
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
 * The account's sso_role. For an account without a directory the role comes from the suffix of the name. In all other
 * cases the suffix does not matter, so a renamed permission set does not break layers. If the account's directories
 * give no role, or different roles: Problem (exit code 78) for a name that is `used`, otherwise undefined.
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
