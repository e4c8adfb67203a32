import { configurationFiles, findBackend, type Tool } from '../project/backend.ts'
import { terraformFiles } from '../project/layer-files.ts'
import type { LayerArguments } from './layout.ts'
import type { ProjectReading, ReadLayer } from './read.ts'

/** The var-files and the backend config of a layer; the latter only where it has a `backend "s3"`. */
export async function layerArguments(
  { layout, sources }: Pick<ProjectReading, 'layout' | 'sources'>,
  { at }: ReadLayer,
  tool: Tool,
): Promise<LayerArguments> {
  const { inputs, cache } = sources
  const { varFiles, backendConfig } = layout.layerArguments(at, inputs)
  const files = configurationFiles(terraformFiles(at.directory, inputs), tool)
  const backend = await findBackend(files, inputs, cache)
  return { varFiles, backendConfig: backend === 's3' ? backendConfig : undefined }
}
