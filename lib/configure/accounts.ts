import type { AccountPlace } from '../layout/layout.ts'
import type { Account, ProjectReading } from '../layout/read.ts'
import { identityProblems } from '../layout/require.ts'
import type { NamedPortal, ProfileTarget } from '../project/profile-target.ts'
import type { Identity, ProjectSettings } from '../project/settings.ts'

export interface ConfiguredProfile {
  name: string
  account: string
  /** 12 digits */
  accountId: string
  role: string
  portal?: NamedPortal | undefined
  region?: string | undefined
}

export interface AccountProfiles {
  /** in the order of the accounts; for each account, sorted by name */
  profiles: ConfiguredProfile[]
  leftOut: { what: string; why: string }[]
}

type Project = Pick<ProjectSettings, 'project' | 'accounts' | 'region'>

/**
 * The profiles to configure for the project's accounts, by the same rules as in a layer. An account with a mistake,
 * without a directory, or with several roles is left out; the others can still be configured.
 */
export function chooseProfiles(project: Project, reading: ProjectReading): AccountProfiles {
  const { layout, places } = reading
  const leftOut: AccountProfiles['leftOut'] = []
  const wrong = new Set<AccountPlace>()
  for (const place of places) {
    const [first] = [...identityProblems(reading, place), ...place.profileProblems]
    if (!first) continue
    wrong.add(place)
    leftOut.push({ what: place.name, why: first.problem.message })
  }
  const listed = reading.accounts.filter(({ name }) => project.accounts.has(name))
  const sound: Identity[] = []
  const wanted = new Set<string>()
  for (const account of listed) {
    const { name, accountId, places } = account
    if (places.some((place) => wrong.has(place))) continue
    const [role, ...others] = new Set(places.map((at) => at.role))
    if (places.length === 0) leftOut.push({ what: name, why: 'it has no directory of its own' })
    else if (others.length > 0)
      leftOut.push({ what: name, why: 'its directories name different roles' })
    else if (role !== undefined && accountId !== undefined) {
      sound.push({ account: name, accountId, role })
      for (const place of places)
        for (const profile of layout.profileNames(reading.project, place, role)) wanted.add(profile)
    }
  }
  const usable = places.map((place) =>
    wrong.has(place) ? { ...place, role: undefined, profile: undefined } : place,
  )
  const targets = resolveAll(project, reading, usable, wanted, sound)
  const profiles = takeProfiles(listed, wanted, targets)
  return { profiles, leftOut: [...leftOut, ...explainMissing(wanted, targets, profiles)] }
}

function takeProfiles(
  listed: readonly Account[],
  wanted: ReadonlySet<string>,
  targets: ReadonlyMap<string, ProfileTarget>,
): ConfiguredProfile[] {
  const profiles: ConfiguredProfile[] = []
  for (const { name: account } of listed) {
    for (const name of [...wanted].sort()) {
      const target = targets.get(name)
      if (target?.account !== account || typeof target.role !== 'string' || name === 'default')
        continue
      const { accountId, role, portal, region } = target
      profiles.push({ name, account, accountId, role, portal, region })
    }
  }
  return profiles
}

function explainMissing(
  wanted: ReadonlySet<string>,
  targets: ReadonlyMap<string, ProfileTarget>,
  profiles: readonly ConfiguredProfile[],
): AccountProfiles['leftOut'] {
  const done = new Set(profiles.map(({ name }) => name))
  return [...wanted]
    .filter((name) => !done.has(name))
    .map((name) => ({
      what: `profile ${name}`,
      why:
        name === 'default'
          ? 'tfsso does not change your default profile'
          : typeof targets.get(name)?.role === 'object'
            ? 'its account names several possible roles, so give the profile its own role'
            : 'it is unclear which account it belongs to: several accounts claim it, or one without a directory',
    }))
}

function resolveAll(
  { project, accounts, region }: Project,
  { layout, project: facts }: ProjectReading,
  places: readonly AccountPlace[],
  names: ReadonlySet<string>,
  [identity]: readonly Identity[],
): ReadonlyMap<string, ProfileTarget> {
  // `resolveProfiles` needs a layer's account. This account gets its role from `identity`, all others from the
  // project's files. Here `identity` also comes from the project's files, not from TFSSO_ROLE, so any account gives the
  // same result.
  const own = places.find(({ name }) => name === identity?.account)
  if (!own || !identity) return new Map()
  const { targets } = layout.resolveProfiles({
    project: facts,
    places,
    own: { ...own, profile: undefined },
    settings: { project, accounts, region, identity },
    mentions: { names, profiles: new Set(), suffixes: new Set() },
    stored: undefined,
    personal: new Map(),
    anyRole: false,
  })
  return targets
}
