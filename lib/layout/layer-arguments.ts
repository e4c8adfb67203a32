import type { LayerTool } from '../files/installed-tools.ts'
import { configurationFiles, findBackend, isEncrypted } from '../project/backend.ts'
import { terraformFiles } from '../project/layer-files.ts'
import { readModules } from '../project/local-modules.ts'
import { modulesNeedVariables } from '../project/module-sources.ts'
import { TfvarsReader } from '../project/tfvars.ts'
import { attemptOrNothing } from '../text/attempt.ts'
import type { LayerArguments, ReadLayer, Sources } from './layout.ts'
import type { ProjectReading } from './read.ts'

/** The layer's arguments, and the facts that decide which commands get the var-files. */
export interface GivenArguments extends LayerArguments {
  /** whether `source` or `version` of a module needs variables (terraform 1.15 and later) */
  modulesNeedVariables: boolean
  /** whether the layer has OpenTofu's `encryption` block: its key could come from a variable */
  encrypted: boolean
}

/**
 * Without a `backend "s3"` block, `backendConfig` and `missing` are empty. If the block names a bucket, `missing` is
 * empty, too. `backendProfile`: the profile in the last backend config that names one, else the profile in the
 * backend's block. undefined if there is none. An expression in the block does not count.
 */
export async function layerArguments(
  { layout, sources, project }: Pick<ProjectReading, 'layout' | 'sources' | 'project'>,
  layer: ReadLayer,
  tool: LayerTool,
): Promise<GivenArguments & { backendProfile: string | undefined }> {
  const { inputs, cache } = sources
  const { varFiles, backendConfig, missing } = layout.layerArguments(layer, project, inputs)
  const files = configurationFiles(terraformFiles(layer.at.directory, inputs), tool)
  const backend = await findBackend(files, inputs, cache)
  const isS3 = backend?.type === 's3'
  const given = isS3 ? await new TfvarsReader(inputs, cache).readAll(backendConfig) : []
  const profiles = [backend?.profile, ...given.map(({ values }) => values.profile)]
  return {
    varFiles,
    backendConfig: isS3 ? backendConfig : [],
    missing: isS3 && backend.bucket === null ? missing : [],
    backendProfile: profiles.findLast((profile) => typeof profile === 'string'),
    // tofu gets the var-files in any case (libexec/environment.sh).
    modulesNeedVariables:
      tool === 'terraform' && (await needVariables(layer.at.directory, sources)),
    encrypted: tool === 'tofu' && (await isEncrypted(files, inputs, cache)),
  }
}

async function needVariables(directory: string, { inputs, cache }: Sources): Promise<boolean> {
  const list = (at: string) => configurationFiles(terraformFiles(at, inputs), 'terraform')
  const read = (file: string) => inputs.read(file)
  // Ignore a Problem about too many or too large modules: the search for profile names gives the better message.
  const modules = attemptOrNothing(() => readModules(directory, { list, read })) ?? []
  return await modulesNeedVariables(
    modules.flatMap(({ files }) => files),
    cache,
  )
}
