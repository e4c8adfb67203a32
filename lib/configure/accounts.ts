import { accountDirectories } from '../layout/layer-profiles.ts'
import type { AccountPlace } from '../layout/layout.ts'
import type { Account, ProjectReading } from '../layout/read.ts'
import { identityProblems } from '../layout/require.ts'
import type { ProfileTarget } from '../project/profile-target.ts'
import { resolveProfiles } from '../project/profiles.ts'
import type { Identity, ProjectSettings } from '../project/settings.ts'

/** A profile by a name that the layers use. */
export interface ConfiguredProfile {
  name: string
  account: string
  /** 12 digits */
  accountId: string
  role: string
}

export interface AccountProfiles {
  /** in the order of the listed accounts, then of the names */
  profiles: ConfiguredProfile[]
  /** accounts and names that got no profile, and why */
  leftOut: { what: string; why: string }[]
}

type Project = Pick<ProjectSettings, 'project' | 'accounts'>

/**
 * Pure: the profiles that are configured for the project's accounts, those that the layout names, by
 * the very rules by which a layer's profiles are resolved. An account with a mistake is left out like one that has
 * no directory: it must not stop the others.
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
    const [role, ...others] = new Set(places.map((at) => (wrong.has(at) ? undefined : at.role)))
    if (places.length === 0) leftOut.push({ what: name, why: 'it has no directory of its own' })
    else if (others.length > 0)
      leftOut.push({ what: name, why: 'its directories name different roles' })
    else if (role !== undefined && accountId !== undefined) {
      sound.push({ account: name, accountId, role })
      for (const place of places)
        for (const profile of layout.profileNames(project.project, place, role)) wanted.add(profile)
    }
  }
  const usable = places.map((place) =>
    wrong.has(place) ? { ...place, role: undefined, profile: undefined } : place,
  )
  const profiles = takeProfiles(listed, wanted, resolveAll(project, usable, sound))
  return { profiles, leftOut: [...leftOut, ...explainMissing(wanted, profiles)] }
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
      profiles.push({ name, account, accountId: target.accountId, role: target.role })
    }
  }
  return profiles
}

function explainMissing(
  wanted: ReadonlySet<string>,
  profiles: readonly ConfiguredProfile[],
): AccountProfiles['leftOut'] {
  const done = new Set(profiles.map(({ name }) => name))
  return [...wanted]
    .filter((name) => !done.has(name))
    .map((name) => ({
      what: `profile ${name}`,
      why:
        name === 'default'
          ? 'the default profile stays yours'
          : 'nothing says whose it is: several accounts name it, or one without a directory',
    }))
}

function resolveAll(
  { project, accounts }: Project,
  places: readonly AccountPlace[],
  [own]: readonly Identity[],
): ReadonlyMap<string, ProfileTarget> {
  // There is no layer here; any account does for its own, since each goes by its role.
  if (!own) return new Map()
  return resolveProfiles({
    project,
    accounts,
    own,
    ownProfile: undefined,
    directories: accountDirectories(places),
    mentions: { names: new Set(), profiles: new Set(), suffixes: new Set() },
    stored: undefined,
    personal: new Map(),
  })
}
