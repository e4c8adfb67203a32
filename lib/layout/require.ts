import { differentRoles } from '../project/account-conflicts.ts'
import { describeRole, type FirstRole } from '../project/profile-target.ts'
import {
  type Identity,
  type ProjectSettings,
  type Settings,
  withRole,
} from '../project/settings.ts'
import { misconfigured, Problem } from '../text/problem.ts'
import type { FoundProject } from './find.ts'
import type { AccountPlace, LocatedProblem, ProjectFacts, Sources } from './layout.ts'
import type { Account, ProjectReading } from './read.ts'

/**
 * Decides which of a project's problems stop a command: `require…` functions throw a Problem (exit code 78) if problems
 * make their result impossible. Some throw only the first problem, others all of them in one.
 */

/**
 * The settings without account and role. In a layer, the portal and the region of the layer's own account replace the
 * project's. Throws a Problem (exit code 78) if AWS SSO is switched off.
 */
export function requireProjectSettings({
  project,
  layout,
  layer,
}: ProjectReading): ProjectSettings {
  throwFirst(project.problems.filter(({ check }) => check === 'owner'))
  if (project.sso === false) throw project.silent ?? layout.ssoOff(project.root)
  throwTogether(project.problems.filter(({ account }) => account === undefined))
  const { name, region, startUrl, ssoRegion, accounts } = project
  const sso = known({ startUrl, region: ssoRegion })
  return { ...known({ project: name, region, accounts, sso }), ...(layer && ofPlace(layer.own)) }
}

function ofPlace({
  portal,
  region,
}: AccountPlace): Partial<Pick<ProjectSettings, 'project' | 'sso' | 'region'>> {
  return {
    ...(portal && {
      project: portal.name,
      sso: { startUrl: portal.startUrl, region: portal.region },
    }),
    ...(region !== undefined && { region }),
  }
}

/**
 * The settings with account and role of the layer's place. `otherRole` (TFSSO_ROLE) replaces the place's role. With it,
 * problems whose `check` is `role` don't count: they say that the place has no valid role. Problems with another
 * `check` always count. (`sso_role`, of Leverage's layout, is not `role`.)
 */
export function requireSettings(
  reading: ProjectReading,
  own: AccountPlace,
  otherRole?: string,
): Settings {
  const project = requireProjectSettings(reading)
  throwTogether(problemsFor(reading, own).filter(({ check }) => check !== 'role' || !otherRole))
  const { role } = known({ role: own.role ?? otherRole })
  const identity = { account: own.name, accountId: idOf(reading, own), role }
  return withRole({ ...project, ...ofPlace(own), identity }, otherRole)
}

/**
 * Settings for a CI job with credentials of its own. In such a job the role is only a part of profile names. The role
 * is empty if the place has no role.
 */
export function requireJobSettings(
  reading: ProjectReading,
  own: AccountPlace,
): Omit<Settings, 'sso'> {
  throwFirst(problemsFor(reading, own))
  const { name, region, accounts } = reading.project
  return {
    ...known({ project: name, region, accounts }),
    ...ofPlace(own),
    identity: { account: own.name, accountId: idOf(reading, own), role: own.role ?? '' },
  }
}

/**
 * Whether a run gets credentials. Throws as `requireSyntax` does, and if the files don't tell whether AWS SSO is used.
 */
export function requireSso({ project, layer }: ProjectReading): boolean {
  requireSyntax(project, layer?.own)
  throwFirst(project.problems.filter(() => project.sso === undefined))
  return project.sso === true
}

/** Checks what every run needs: no problem of the kinds `syntax` and `owner` in the files of project and account. */
export function requireSyntax(project: ProjectFacts, own: AccountPlace | undefined): void {
  const all = [...project.problems, ...(own ? [...own.problems, ...own.profileProblems] : [])]
  throwFirst(all.filter(({ check }) => check === 'syntax' || check === 'owner'))
}

/**
 * The project's name, even if AWS SSO is switched off. Problem (exit code 78) if the files can't be read or parsed, or
 * if the name is missing or invalid.
 */
export async function readProjectName(
  { layout, root }: Pick<FoundProject, 'layout' | 'root'>,
  sources: Sources,
): Promise<string> {
  const { name, problems } = await layout.readProject({ root }, 'job', sources)
  throwFirst(problems.filter(({ check }) => check === 'syntax' || check === 'project'))
  return known({ name }).name
}

/**
 * The account's name, id and role. Throws the first of `identityProblems`. Also throws if the account's places name
 * different roles. The account must have a place.
 */
export function requireIdentity(reading: ProjectReading, { name, places }: Account): Identity {
  for (const place of places) throwFirst(identityProblems(reading, place))
  const [first, ...others] = places
  const differs = others.some(({ role }) => role !== first?.role)
  if (!first || differs) {
    const { role } = reading.layout.texts
    const each = places.map((place) => `${place.role && describeRole(place.role)} in ${place.file}`)
    throw misconfigured(
      differentRoles(name, each),
      `Write the same ${role} in each file. With \`tfsso exec --account\` you can name a role: --role ROLE.`,
    )
  }
  const { role } = known({ role: first.role })
  return { account: name, accountId: idOf(reading, first), role }
}

/** undefined if the account's places name different roles. */
export function roleOf({ places }: Account): string | FirstRole | undefined {
  const roles = new Set(places.map(({ role }) => role))
  return roles.size === 1 ? places[0]?.role : undefined
}

/** The problems with a place's account, id or role. */
export function identityProblems(
  { project }: ProjectReading,
  { name, named, problems }: AccountPlace,
): LocatedProblem[] {
  const listed = project.problems.filter(({ account }) => named && account === name)
  return [...listed, ...problems]
}

function problemsFor(reading: ProjectReading, own: AccountPlace): LocatedProblem[] {
  const project = reading.project.problems.filter(({ account }) => account === undefined)
  return [...project, ...identityProblems(reading, own), ...own.profileProblems]
}

/** The account needs no place. If it is not in the list, throws the first problem of its places. */
export function requireListedId(
  { project }: ProjectReading,
  { name, accountId, places }: Account,
): string {
  throwFirst(project.problems.filter(({ account }) => account === name))
  if (accountId === undefined) throwFirst(places.flatMap(({ problems }) => problems))
  return known({ accountId }).accountId
}

function idOf({ accounts }: ProjectReading, { name }: AccountPlace): string {
  const accountId = accounts.find((account) => account.name === name)?.accountId
  return known({ accountId }).accountId
}

function throwFirst([first]: readonly LocatedProblem[]): void {
  if (first) throw first.problem
}

/** One Problem with all texts, so that a person can fix everything at once. */
function throwTogether([first, ...others]: readonly LocatedProblem[]): void {
  if (!first) return
  const { code, message, advice } = first.problem
  const also = others.flatMap(({ problem }) => [`Also: ${problem.message}`, ...problem.advice])
  throw new Problem(code, message, ...advice, ...also)
}

type Known<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/**
 * A missing value is a bug in tfsso: a `Layout` must give a value or a problem, and all problems were thrown before.
 */
function known<T extends object>(values: T): Known<T> {
  for (const [key, value] of Object.entries(values))
    if (value === undefined) throw new Error(`the layout gave no ${key}, and no problem with it`)
  return values as Known<T>
}
