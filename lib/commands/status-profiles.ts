import { Inputs } from '../project/inputs.ts'
import { ParsedCache } from '../project/parsed.ts'
import type { ProfileTarget } from '../project/profiles.ts'
import { ProjectReader, withRole } from '../project/project.ts'
import { resolveSettings } from '../project/settings.ts'
import { parseAwsConfig } from '../support/aws-config.ts'
import { readIfThere } from '../support/files.ts'
import { cacheDirectory } from '../support/places.ts'
import type { CommandContext } from './context.ts'

/** A profile that the layer's files spell out. */
export interface NamedProfile {
  name: string
  /** whose credentials it gives; undefined where it is not ours to give */
  target: ProfileTarget | undefined
  /** whether the person's own AWS files have it */
  own: boolean
}

/**
 * The profiles that the layer names, sorted by name, and what each resolves to. Names that the layer
 * computes are not among them, though terraform gets them. Problem (78) where terraform would fail.
 */
export async function findNamedProfiles(context: CommandContext): Promise<NamedProfile[]> {
  const { places, env, layer } = context
  if (!layer) return []
  const cache = new ParsedCache(cacheDirectory(places, 'parsed'))
  const reader = new ProjectReader(layer.at, new Inputs(), cache)
  const tfvars = await reader.tfvars()
  const settings = withRole(resolveSettings(tfvars), env.TFSSO_ROLE)
  const read = (file: string) => readIfThere(file)?.toString('utf8') ?? ''
  const sections = [
    ...parseAwsConfig(read(places.awsConfig)),
    ...parseAwsConfig(read(places.awsCredentials), { bare: true }),
  ].filter(({ kind }) => kind === 'profile')
  const personal = new Set(sections.map(({ name }) => name))
  const options = { dataDirectory: env.TF_DATA_DIR || '.terraform', personal }
  const resolved = await reader.profiles(settings, tfvars, options)
  const { names, profiles } = reader.mentions(settings, options)
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
