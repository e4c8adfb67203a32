import { layerTexts, storedProfile } from '../project/layer-files.ts'
import { findMentions } from '../project/mentions.ts'
import { type AccountDirectory, type ProfileTarget, resolveProfiles } from '../project/profiles.ts'
import type { Settings } from '../project/settings.ts'
import type { AccountPlace } from './layout.ts'
import type { ProjectReading, ReadLayer } from './read.ts'

export interface ProfileOptions {
  /** TF_DATA_DIR, from the layer's directory */
  dataDirectory: string
  /** the names of the profiles in the person's own AWS files */
  personal: ReadonlySet<string>
  /** only accounts matter, so that no role may be missing or unclear */
  anyRole?: boolean
}

/** A profile that the layer's files spell out. */
export interface NamedProfile {
  name: string
  /** whose credentials it gives; undefined where it is not ours to give */
  target: ProfileTarget | undefined
  /** whether the person's own AWS files have it */
  own: boolean
}

type LayerReading = Pick<ProjectReading, 'layout' | 'sources' | 'places'>

/**
 * Every profile that the layer can name. Problem (78) for one that could be several accounts' or whose
 * account has no id or role.
 */
export function layerProfiles(
  reading: LayerReading,
  layer: ReadLayer,
  settings: Omit<Settings, 'sso'>,
  options: ProfileOptions,
): Map<string, ProfileTarget> {
  return resolveNames(reading, layer, settings, options).resolved
}

/**
 * The profiles that a layer names, sorted by name, and what each resolves to. Names that the layer
 * computes are not among them, though terraform gets them. Problem (78) as for `layerProfiles`.
 */
export function namedProfiles(
  reading: LayerReading,
  layer: ReadLayer,
  settings: Settings,
  options: ProfileOptions,
): NamedProfile[] {
  const { resolved, mentions, stored } = resolveNames(reading, layer, settings, options)
  // A bucket may be called `bb-apps-prd-terraform-backend`. Not behind `profile =` a name counts where
  // it ends with a role.
  const roles = [...resolved.values()].flatMap(({ role }) => (typeof role === 'string' ? role : []))
  const ends = [...new Set(roles)].map((role) => `-${role.toLowerCase()}`)
  const spelled = [...mentions.names].filter(
    (name) => resolved.has(name) && ends.some((end) => name.endsWith(end)),
  )
  const certain = stored === undefined ? mentions.profiles : [...mentions.profiles, stored]
  return [...new Set([...spelled, ...certain])].sort().map((name) => ({
    name,
    target: resolved.get(name),
    own: options.personal.has(name),
  }))
}

function resolveNames(
  { layout, sources: { inputs }, places }: LayerReading,
  { at, own }: ReadLayer,
  settings: Omit<Settings, 'sso'>,
  { dataDirectory, personal, anyRole = false }: ProfileOptions,
) {
  const { identity } = settings
  const stored = storedProfile(at.directory, dataDirectory, inputs)
  const { varFiles } = layout.layerArguments(at, inputs)
  const mentions = findMentions(layerTexts(at.directory, varFiles, inputs), settings.project)
  const resolved = resolveProfiles({
    project: settings.project,
    accounts: settings.accounts,
    own: identity,
    ownProfile: own.profile,
    directories: accountDirectories(
      // TFSSO_ROLE may have changed the role.
      places.map((place) => (place === own ? { ...place, role: identity.role } : place)),
    ),
    mentions,
    stored,
    personal,
    anyRole,
  })
  return { resolved, mentions, stored }
}

/** Places as the rules for profiles take them. */
export function accountDirectories(places: readonly AccountPlace[]): AccountDirectory[] {
  return places.map(({ name, role, profile, file }) => ({ account: name, role, profile, file }))
}
