import { storedProfile, terraformFiles, testFiles } from '../project/layer-files.ts'
import { findMentions } from '../project/layer-mentions.ts'
import { readModules, readSource } from '../project/local-modules.ts'
import type { PersonalProfiles } from '../project/personal-profiles.ts'
import type { ProfileTarget } from '../project/profile-target.ts'
import type { Settings } from '../project/settings.ts'
import { TfvarsReader } from '../project/tfvars.ts'
import type { ReadLayer } from './layout.ts'
import type { ProjectReading } from './read.ts'

export interface ProfileOptions {
  /** TF_DATA_DIR; a relative path starts in the layer's directory */
  dataDirectory: string
  personal: PersonalProfiles
  /** set if only accounts matter: then a missing or unclear role is not an error */
  anyRole?: boolean
}

/**
 * A profile that the layer names. Its full name is in the layer's files, or in the backend that the last `init` stored.
 */
export interface NamedProfile {
  name: string
  /** undefined if the profile is not tfsso's */
  target: ProfileTarget | undefined
  /** whether the person's own AWS files define the profile */
  own: boolean
}

type LayerReading = Pick<ProjectReading, 'layout' | 'sources' | 'project' | 'places'>

/**
 * Every profile that the layer can name. Other accounts' files become inputs if they decide what a profile means.
 * Problem (exit code 78), for example if a name could mean several accounts, or its account has no id or role.
 */
export async function layerProfiles(
  reading: LayerReading,
  layer: ReadLayer,
  settings: Omit<Settings, 'sso'>,
  options: ProfileOptions,
): Promise<Map<string, ProfileTarget>> {
  return (await resolveNames(reading, layer, settings, options)).resolved
}

/**
 * The profiles that a layer names, sorted, without names that become known only while terraform runs. Problem (exit
 * code 78) as for `layerProfiles`.
 */
export async function namedProfiles(
  reading: LayerReading,
  layer: ReadLayer,
  settings: Settings,
  options: ProfileOptions,
): Promise<NamedProfile[]> {
  const { resolved, mentions, stored } = await resolveNames(reading, layer, settings, options)
  // A quoted name, such as `bb-apps-prd-terraform-backend`, could be a bucket's name. So it counts only if it ends with
  // a role. The names in `certain` always count.
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

async function resolveNames(
  { layout, sources: { inputs, cache }, project, places }: LayerReading,
  layer: ReadLayer,
  settings: Omit<Settings, 'sso'>,
  { dataDirectory, personal, anyRole = false }: ProfileOptions,
) {
  const { at, own } = layer
  const stored = storedProfile(at.directory, dataDirectory, inputs)
  const { varFiles } = layout.layerArguments(layer, project, inputs)
  const read = (file: string) => inputs.read(file)
  const readSources = (files: readonly string[]) =>
    files.flatMap((file) => readSource(file, read) ?? [])
  const known = await new TfvarsReader(inputs, cache).readAll(varFiles)
  const mentions = await findMentions(
    {
      project: settings.project,
      modules: readModules(at.directory, {
        // In test files, too, a module source is a path from the layer's directory.
        list: (directory) => [
          ...terraformFiles(directory, inputs),
          ...(directory === at.directory ? testFiles(directory, inputs) : []),
        ],
        read,
      }),
      known: new Map(known.flatMap(({ values }) => Object.entries(values))),
      varFiles: readSources(varFiles),
      ownTfvars: readSources(
        ['.tfvars', '.tfvars.json'].flatMap((suffix) => inputs.glob(at.directory, suffix)),
      ),
    },
    cache,
  )
  const { targets, decidedBy } = layout.resolveProfiles({
    project,
    places,
    own,
    settings,
    mentions,
    stored,
    personal,
    anyRole,
  })
  for (const file of decidedBy) inputs.fileBySum(file)
  return { resolved: targets, mentions, stored }
}
