import path from 'node:path'
import { misconfigured } from '../text/problem.ts'
import { type AccountEntries, parseAccountId } from './accounts.ts'
import type { Mentions } from './mentions.ts'
import { profileRule, roleRule } from './rules.ts'
import type { Identity } from './settings.ts'
import { asMap } from './values.ts'

/** What an account's own directory says of it. */
export interface AccountDirectory {
  /** its key in `accounts` */
  account: string
  /** sso_role; undefined where it is missing or none */
  role: string | undefined
  /** the profile of its backend.tfvars */
  profile: string | undefined
  /** the account.tfvars that says so */
  file: string
}

/**
 * Whose credentials a profile gives. The role is the account's `sso_role`; an account without a
 * directory of its own has only the name's suffix, which is matched against the roles that the
 * person holds there when credentials are asked for.
 */
export interface ProfileTarget {
  account: string
  /** 12 digits */
  accountId: string
  role: string | { suffix: string }
}

export interface ProfileSources {
  project: string
  accounts: AccountEntries
  /** the layer's own; its role goes for its whole account */
  own: Identity
  /** the profile of the layer's own backend.tfvars */
  ownProfile: string | undefined
  directories: readonly AccountDirectory[]
  mentions: Mentions
  /** the profile of the stored backend, needed to migrate away from it */
  stored: string | undefined
  /** the names of the profiles in the person's own AWS files */
  personal: ReadonlySet<string>
  /** only accounts matter: the targets' roles may be empty */
  anyRole?: boolean
}

/** A name with the project's prefix, taken apart: the account is the longest key that fits. */
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
 * Every profile that the layer can name, and what it stands for. Names that are not ours, or that
 * nothing says the account of, are left out; and so is what merely looks like a name, such as text in
 * a description: in an AWS config it could become anything. Problem (78) where a name that surely is
 * a profile's could mean two things, or leads to an account whose role or id is missing.
 */
export function resolveProfiles(sources: ProfileSources): Map<string, ProfileTarget> {
  const { project, accounts, directories, mentions } = sources
  // An account that has a directory but is missing in `accounts` must not pass for one that its name
  // begins with.
  const keys = [...new Set([...accounts.keys(), ...directories.map(({ account }) => account)])]
  const claims = directories.flatMap(({ profile }) => profile ?? [])
  const used = new Set([...mentions.profiles, sources.ownProfile, sources.stored])

  const suffixes = new Set(mentions.suffixes)
  const roles = [sources.own.role, ...directories.map(({ role }) => role)]
  for (const role of roles) if (role) suffixes.add(role.toLowerCase())
  const names = new Set<string>([...mentions.names, ...claims])
  for (const name of used) if (name !== undefined) names.add(name)
  for (const name of names) {
    const suffix = splitName(name, project, keys)?.suffix
    if (suffix) suffixes.add(suffix)
  }
  for (const key of keys) for (const suffix of suffixes) names.add(`${project}-${key}-${suffix}`)

  const targets = new Map<string, ProfileTarget>()
  for (const name of names) {
    if (!profileRule.pattern.test(name)) continue
    const target = resolveName(name, sources, keys, used.has(name))
    if (target) targets.set(name, target)
  }
  // The backend's old name, which no tfvars explain any more. At worst AWS denies the account.
  const { stored, personal, own } = sources
  if (stored && profileRule.pattern.test(stored) && !targets.has(stored) && !personal.has(stored))
    targets.set(stored, own)
  return targets
}

function resolveName(
  name: string,
  sources: ProfileSources,
  keys: readonly string[],
  used: boolean,
): ProfileTarget | undefined {
  const split = splitName(name, sources.project, keys)
  const account = split?.account ?? claimant(name, sources, used)
  if (account === undefined) return undefined
  if (account === sources.own.account) return sources.own

  const found = sources.accounts.get(account)
  const accountId = parseAccountId(asMap(found?.entry)?.id)
  if (accountId === undefined) {
    if (!used) return undefined
    throw misconfigured(
      `${found?.file ?? 'config/common.tfvars'}: accounts.${account}.id is not 12 digits, and the profile ${name} is that account's.`,
      `Write for example: ${account} = { id = "123456789012" }`,
    )
  }
  if (sources.anyRole) return { account, accountId, role: '' }
  const role = accountRole(account, name, split?.suffix ?? '', sources, used)
  return role === undefined ? undefined : { account, accountId, role }
}

/** The account whose backend.tfvars names the profile. */
function claimant(name: string, sources: ProfileSources, used: boolean): string | undefined {
  const claiming = sources.directories.filter(({ profile }) => profile === name)
  const accounts = new Set(claiming.map(({ account }) => account))
  if (accounts.size > 1) {
    if (!used) return undefined
    const files = claiming.map(({ file }) => path.join(path.dirname(file), 'backend.tfvars'))
    const [first] = accounts
    throw misconfigured(
      `The profile ${name} could be any of these accounts': ${[...accounts].join(', ')}.`,
      `They all name it: ${files.join(', ')}.`,
      `Give each a profile of its own, for example: profile = "${sources.project}-${first}-devops"`,
    )
  }
  const [account] = accounts
  return account !== undefined && sources.accounts.has(account) ? account : undefined
}

/** Always the account's sso_role, whatever the suffix says: a renamed permission set must not break layers. */
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
  const files = directories.map(({ file }) => file).join(', ')
  throw misconfigured(
    roles.size > 1
      ? `The profile ${name} is the account ${account}'s, which has different roles: ${files}.`
      : `The profile ${name} is the account ${account}'s, but ${files} has no valid sso_role.`,
    'Write for example: sso_role = "DevOps"',
  )
}
