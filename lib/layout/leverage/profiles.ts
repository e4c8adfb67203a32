import { decidingAccounts, resolveProfiles as resolve } from '../../project/profiles.ts'
import type { ProfileNeeds, ResolvedProfiles } from '../layout.ts'
import { nameOfRole } from './role-name.ts'

/** `decidedBy`: the files of the accounts that the result can depend on. */
export function resolveProfiles({
  places,
  own,
  settings,
  ...needs
}: ProfileNeeds): ResolvedProfiles {
  const identity = { ...settings.identity, role: nameOfRole(settings.identity.role) }
  const sources = {
    ...needs,
    project: settings.project,
    accounts: settings.accounts,
    own: identity,
    ownProfile: own.profile,
    directories: places.map((place) => ({
      account: place.name,
      // For the layer's own place, use the role from `settings`: TFSSO_ROLE can replace the place's role.
      role: place === own ? identity.role : place.role && nameOfRole(place.role),
      profile: place.profile,
      file: place.file,
      profileFile: place.profileFile,
      ...(place.untrusted ? { untrusted: place.untrusted } : {}),
    })),
  }
  const targets = resolve(sources)
  const deciding = decidingAccounts(sources, targets)
  return {
    targets,
    decidedBy: places
      .filter(({ name }) => !deciding || deciding.has(name))
      .flatMap(({ file, profileFile }) => [file, profileFile]),
  }
}
