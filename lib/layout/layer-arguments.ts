import { configurationFiles, findBackend, isEncrypted, type Tool } from '../project/backend.ts'
import { terraformFiles } from '../project/layer-files.ts'
import { readModules } from '../project/local-modules.ts'
import { modulesNeedVariables } from '../project/module-sources.ts'
import { attemptOrNothing } from '../text/attempt.ts'
import type { LayerArguments, Sources } from './layout.ts'
import type { ProjectReading, ReadLayer } from './read.ts'

/** The same, with what decides which commands are given the var-files. */
export interface GivenArguments extends LayerArguments {
  /** modules can't be loaded without variables: Terraform 1.15 allows them in `source` and `version` */
  modulesNeedVariables: boolean
  /** OpenTofu may encrypt plans, by a key that comes from a variable */
  encrypted: boolean
}

/** The var-files and the backend config of a layer; the latter only where it has a `backend "s3"`. */
export async function layerArguments(
  { layout, sources }: Pick<ProjectReading, 'layout' | 'sources'>,
  { at }: ReadLayer,
  tool: Tool,
): Promise<GivenArguments> {
  const { inputs, cache } = sources
  const { varFiles, backendConfig } = layout.layerArguments(at, inputs)
  const files = configurationFiles(terraformFiles(at.directory, inputs), tool)
  const backend = await findBackend(files, inputs, cache)
  return {
    varFiles,
    backendConfig: backend === 's3' ? backendConfig : undefined,
    // tofu is given the var-files for all these commands anyway.
    modulesNeedVariables: tool === 'terraform' && (await needVariables(at.directory, sources)),
    encrypted: tool === 'tofu' && (await isEncrypted(files, inputs, cache)),
  }
}

async function needVariables(directory: string, { inputs, cache }: Sources): Promise<boolean> {
  const list = (at: string) => configurationFiles(terraformFiles(at, inputs), 'terraform')
  const read = (file: string) => inputs.read(file)
  // Beyond the limits, what needs the profiles says so better.
  const modules = attemptOrNothing(() => readModules(directory, { list, read })) ?? []
  return await modulesNeedVariables(
    modules.flatMap(({ files }) => files),
    cache,
  )
}
