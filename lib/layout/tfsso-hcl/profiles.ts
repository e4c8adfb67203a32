import { claimConflict, mayBeOurs } from '../../project/personal-profiles.ts'
import type { ProfileTarget, Role } from '../../project/profile-target.ts'
import { roleRule } from '../../project/rules.ts'
import { attempt } from '../../text/attempt.ts'
import { misconfigured, Problem } from '../../text/problem.ts'
import type { ProfileNeeds, ResolvedProfiles } from '../layout.ts'
import type { Account, Description } from './description.ts'
import { noRole, roleOf } from './project.ts'

/** What a profile name means. If it means the account's own role, `role` is undefined. */
interface Meaning {
  account: Account
  role: string | undefined
}

/**
 * Every profile that a layer can name. A name in the layer's files counts as a profile if tfsso.hcl lists it, or if it
 * has one of these forms:
 * - `<session>-<account>-<Role>`
 * - `<12 digits>_<Role>` or `<Role>-<12 digits>`, the forms of AWS's own tools
 *
 * The layer certainly uses the names in `used` as profiles. Problem (exit code 78) if such a name means several
 * accounts, if its account has no id or role, or if the person's own AWS files have a different profile of that name.
 * Any other name with such a mistake is left out.
 */
export function resolveProfiles(description: Description, needs: ProfileNeeds): ResolvedProfiles {
  const { mentions, stored, personal, settings, own } = needs
  const used = new Set([...mentions.profiles, ...(stored === undefined ? [] : [stored])])
  const names = new Set([...mentions.names, ...used, ...standardNames(settings, own.name)])
  if (mentions.suffixes) addEveryAccount(names, description, mentions.suffixes)

  const find = finder(description)
  const targets = new Map<string, ProfileTarget>()
  for (const name of names) {
    if (!mayBeOurs(name)) continue
    const target = attempt(() => resolveName(name, find(name), needs))
    if (target instanceof Problem && used.has(name)) throw target
    if (target && !(target instanceof Problem)) targets.set(name, target)
  }
  // `stored` is the profile of the backend that the last `init` stored. If nothing says what this profile means, assume
  // the layer's own account and role. If this is wrong, AWS denies access.
  if (stored && mayBeOurs(stored) && !targets.has(stored) && !personal.has(stored))
    targets.set(stored, settings.identity)
  return { targets, decidedBy: filesOf(description, targets) }
}

function filesOf(
  { file, accounts }: Description,
  targets: ReadonlyMap<string, ProfileTarget>,
): string[] {
  const named = new Set([...targets.values()].map(({ account }) => account))
  const listed = accounts.filter(({ name, list }) => list && named.has(name))
  return [...new Set([file, ...listed.map((account) => account.file)])]
}

function standardNames({ project, identity }: ProfileNeeds['settings'], account: string) {
  const roles = typeof identity.role === 'string' ? [identity.role] : identity.role.any
  return roles.filter(Boolean).map((role) => `${project}-${account}-${role}`)
}

/** The profile names of an account, even if no Terraform code uses them. */
export function namesOf({ name, session, roles, profiles }: Account): string[] {
  return [...roles.map((role) => `${session.name}-${name}-${role}`), ...profiles.keys()]
}

function addEveryAccount(
  names: Set<string>,
  { accounts }: Description,
  suffixes: ReadonlySet<string>,
): void {
  const roles = new Set(accounts.flatMap(({ roles, profiles }) => [...roles, ...profiles.values()]))
  for (const account of accounts) {
    for (const name of namesOf(account)) names.add(name)
    const { name, session, id } = account
    for (const end of [...suffixes, ...roles])
      if (end !== undefined) names.add(`${session.name}-${name}-${end}`)
    if (id instanceof Problem) continue
    for (const role of roles)
      if (role !== undefined) for (const form of [`${id}_${role}`, `${role}-${id}`]) names.add(form)
  }
}

/** Returns a function that lists the possible meanings of a name. */
function finder({ accounts }: Description): (name: string) => Meaning[] {
  const listed = new Map<string, Meaning[]>()
  const byId = new Map<string, Account>()
  for (const account of accounts) {
    for (const [name, role] of account.profiles)
      listed.set(name, [...(listed.get(name) ?? []), { account, role }])
    if (typeof account.id === 'string' && !byId.has(account.id)) byId.set(account.id, account)
  }
  return (name) => {
    const known = listed.get(name)
    if (known) return known
    const [, idBefore, roleAfter, roleBefore, idAfter] =
      /^(?:(\d{12})_(.+)|(.+)-(\d{12}))$/.exec(name) ?? []
    const account = byId.get(idBefore ?? idAfter ?? '')
    const meaning = account ? { account, role: roleAfter ?? roleBefore } : bySession(name, accounts)
    return meaning && roleRule.pattern.test(meaning.role ?? '') ? [meaning] : []
  }
}

/**
 * If the name begins with `<session>-<account>-` of several accounts, the longest of these starts counts. The rest is
 * the role.
 */
function bySession(name: string, accounts: readonly Account[]): Meaning | undefined {
  let found: Meaning | undefined
  for (const account of accounts) {
    const start = `${account.session.name}-${account.name}-`
    if (!name.startsWith(start)) continue
    const role = name.slice(start.length)
    if (found?.role === undefined || role.length < found.role.length) found = { account, role }
  }
  return found
}

function resolveName(
  name: string,
  meanings: readonly Meaning[],
  needs: ProfileNeeds,
): ProfileTarget | undefined {
  const [meaning, ...others] = meanings
  if (!meaning) return undefined
  if (others.length > 0)
    throw misconfigured(
      `The profile ${name} belongs to several accounts: ${meanings.map(({ account }) => account.name).join(', ')}.`,
      `Each of them lists it: ${meanings.map(({ account }) => account.where).join('; ')}.`,
      'Keep it in only one of them.',
    )
  const target = targetOf(meaning, needs)
  const personal = needs.personal.get(name)
  const conflict = personal && claimConflict(name, personal, target, [meaning.account.where])
  if (conflict) throw conflict
  return target
}

function targetOf(
  { account, role }: Meaning,
  { own, settings, anyRole }: ProfileNeeds,
): ProfileTarget {
  const { name, id, session, region } = account
  const place = {
    ...(session.name !== settings.project && { portal: session }),
    ...(region !== settings.region && { region }),
  }
  // The role in `settings.identity` can come from TFSSO_ROLE instead of the account.
  if (name === own.name && role === undefined) return { ...settings.identity, ...place }
  if (id instanceof Problem) throw id
  const given: Role | undefined = anyRole ? '' : (role ?? roleOf(account))
  if (given === undefined) throw noRole(account)
  return { account: name, accountId: id, role: given, ...place }
}
