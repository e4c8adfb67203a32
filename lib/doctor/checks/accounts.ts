import type { AccountPlace, LayoutWarning, ProjectFacts } from '../../layout/layout.ts'
import type { ProjectReading } from '../../layout/read.ts'
import { identityProblems } from '../../layout/require.ts'
import { differentRoles, severalClaimants } from '../../project/account-conflicts.ts'
import { describeRole } from '../../project/profile-target.ts'
import { splitName } from '../../project/profiles.ts'
import { broken, type Finding, ok, warning } from '../finding.ts'
import { describe } from './project.ts'

/** A place gets an `ok` if neither the place nor the account's id has a mistake. */
export function checkAccounts(reading: ProjectReading): Finding[] {
  const { places, project, layout } = reading
  return [
    ...places.flatMap((place) => checkPlace(reading, place)),
    ...checkClaims(places, project),
    ...checkRoles(reading),
    ...layout.lookAround(project).map(warn),
  ]
}

/** False if a mistake keeps terraform from starting in the place's layers. */
export function isSound({ problems, profileProblems }: AccountPlace): boolean {
  return problems.length === 0 && profileProblems.length === 0
}

function checkPlace(reading: ProjectReading, place: AccountPlace): Finding[] {
  const { name, role, problems, profileProblems, warnings } = place
  const findings = [
    ...[...problems, ...profileProblems].map((problem) => describe(problem)),
    ...warnings.map(warn),
  ]
  // If the account's id is wrong, checkProject reports it. So don't report `ok` here.
  if (!isSound(place) || identityProblems(reading, place).length > 0) return findings
  const id = reading.accounts.find((account) => account.name === name)?.accountId
  const message = `${name}${id ? ` (${id})` : ''}${role ? ` as ${describeRole(role)}` : ''}`
  return [...findings, ok('account', message, name)]
}

const warn = ({ check, message, advice, file }: LayoutWarning) =>
  warning(check, message, advice, file)

/**
 * Reports a profile that names one account but is in another account's files, or that names none but is in several
 * accounts' files.
 */
function checkClaims(
  places: readonly AccountPlace[],
  { name: project, accounts }: ProjectFacts,
): Finding[] {
  const keys = [...new Set([...(accounts?.keys() ?? []), ...places.map(({ name }) => name)])]
  const claims = new Map<string, AccountPlace[]>()
  for (const place of places) {
    if (place.profile === undefined) continue
    claims.set(place.profile, [...(claims.get(place.profile) ?? []), place])
  }
  return [...claims].flatMap(([profile, claimants]) => {
    const owner = project === undefined ? undefined : splitName(profile, project, keys)?.account
    if (owner !== undefined) {
      const others = claimants.filter((one) => isSound(one) && one.name !== owner)
      if (others.length === 0) return []
      const message = `${others.map(({ profileFile }) => profileFile).join(', ')}: profile is "${profile}", but this name belongs to the account ${owner}.`
      const advice = ['If the state is in that account, ignore this; otherwise correct the name.']
      return [warning('profile-owner', message, advice, profile)]
    }
    const names = [...new Set(claimants.map(({ name }) => name))]
    if (names.length < 2) return []
    const claiming = claimants.map(({ profileFile }) => profileFile)
    const [message, ...advice] = severalClaimants(profile, names, claiming, project)
    return [broken('claimants', message, advice, profile)]
  })
}

/** If an account's places have different roles, its profile could mean any of these roles. */
function checkRoles({ accounts, layout }: ProjectReading): Finding[] {
  return accounts.flatMap(({ name, places }) => {
    if (new Set(places.map(({ role }) => role)).size < 2) return []
    const files = places.map(({ file }) => file)
    const advice = [
      `In other layers, profiles of this account fail. Write the same ${layout.texts.role} into all these files.`,
    ]
    return [warning('roles', differentRoles(name, files), advice, name)]
  })
}
