import type { PersonalProfiles } from './personal-profiles.ts'
import type { ProfileTarget } from './profile-target.ts'
import { type ProjectReader, withRole } from './project.ts'
import { resolveSettings } from './settings.ts'

/** A profile that the layer's files spell out. */
export interface NamedProfile {
  name: string
  /** whose credentials it gives; undefined where it is not ours to give */
  target: ProfileTarget | undefined
  /** whether the person's own AWS files have it */
  own: boolean
}

export interface NamedProfilesOptions {
  /** TFSSO_ROLE */
  role: string | undefined
  /** TF_DATA_DIR, from the layer's directory */
  dataDirectory: string
  /** the profiles in the person's own AWS files */
  personal: PersonalProfiles
}

/**
 * The profiles that a layer names, sorted by name, and what each resolves to. Names that only a run
 * can know are not among them, though terraform gets them. Problem (78) where terraform would fail.
 */
export async function findNamedProfiles(
  reader: ProjectReader,
  { role, dataDirectory, personal }: NamedProfilesOptions,
): Promise<NamedProfile[]> {
  const tfvars = await reader.tfvars()
  const settings = withRole(resolveSettings(tfvars), role)
  const resolved = await reader.profiles(settings, tfvars, { dataDirectory, personal })
  const { names, profiles } = await reader.mentions(settings, tfvars, { dataDirectory })
  // A bucket may be called `bb-apps-prd-terraform-backend`. Not behind `profile =` a name counts where
  // it ends with a role.
  const roles = [...resolved.values()].flatMap(({ role }) => (typeof role === 'string' ? role : []))
  const ends = [...new Set(roles)].map((role) => `-${role.toLowerCase()}`)
  const spelled = [...names].filter(
    (name) => resolved.has(name) && ends.some((end) => name.endsWith(end)),
  )
  return [...new Set([...spelled, ...profiles])].sort().map((name) => ({
    name,
    target: resolved.get(name),
    own: personal.has(name),
  }))
}
