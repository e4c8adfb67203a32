import { configurationFiles, findBackend, type Tool } from '../project/backend.ts'
import { terraformFiles } from '../project/layer-files.ts'
import { TfvarsReader } from '../project/tfvars.ts'
import type { LayerArguments } from './layout.ts'
import type { ProjectReading, ReadLayer } from './read.ts'

/**
 * The var-files and the backend config of a layer; the latter only where it has a `backend "s3"`, and what is missing
 * only where that names no bucket. `backendProfile`: what the backend's credentials are asked for by.
 */
export async function layerArguments(
  { layout, sources, project }: Pick<ProjectReading, 'layout' | 'sources' | 'project'>,
  layer: ReadLayer,
  tool: Tool,
): Promise<LayerArguments & { backendProfile: string | undefined }> {
  const { inputs, cache } = sources
  const { varFiles, backendConfig, missing } = layout.layerArguments(layer.at, project, inputs)
  const files = configurationFiles(terraformFiles(layer.at.directory, inputs), tool)
  const backend = await findBackend(files, inputs, cache)
  const isS3 = backend?.type === 's3'
  const given = isS3 ? await new TfvarsReader(inputs, cache).readAll(backendConfig) : []
  const profiles = [backend?.profile, ...given.map(({ values }) => values.profile)]
  return {
    varFiles,
    backendConfig: isS3 ? backendConfig : [],
    missing: isS3 && !backend.hasBucket ? missing : [],
    backendProfile: profiles.findLast((profile) => typeof profile === 'string'),
  }
}
