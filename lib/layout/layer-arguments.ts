import { configurationFiles, findBackend, isEncrypted, type Tool } from '../project/backend.ts'
import { terraformFiles } from '../project/layer-files.ts'
import { readModules } from '../project/local-modules.ts'
import { modulesNeedVariables } from '../project/module-sources.ts'
import { TfvarsReader } from '../project/tfvars.ts'
import { attemptOrNothing } from '../text/attempt.ts'
import type { LayerArguments, ReadLayer, Sources } from './layout.ts'
import type { ProjectReading } from './read.ts'

/** A layer's arguments, and the facts that decide which commands get its var-files. */
export interface GivenArguments extends LayerArguments {
  /**
   * whether terraform needs variables to load modules. Terraform 1.15 and later allow variables in `source` and
   * `version`. False for tofu
   */
  modulesNeedVariables: boolean
  /**
   * whether the layer has an `encryption` block, which OpenTofu obeys. The encryption key could come from a variable.
   * False for terraform
   */
  encrypted: boolean
}

/**
 * The var-files and the backend config of a layer. There is a backend config only if the layer has a `backend "s3"`
 * block. `missing` is empty without such a block. It is also empty if the block names a bucket, because then the layer
 * needs no backend config. `backendProfile`: the last profile that the block and the backend config name. undefined if
 * they name none, or if it is an expression in the block.
 */
export async function layerArguments(
  { layout, sources, project }: Pick<ProjectReading, 'layout' | 'sources' | 'project'>,
  layer: ReadLayer,
  tool: Tool,
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
    // Don't check this for tofu, which gets the var-files in any case (libexec/environment.sh).
    modulesNeedVariables:
      tool === 'terraform' && (await needVariables(layer.at.directory, sources)),
    encrypted: tool === 'tofu' && (await isEncrypted(files, inputs, cache)),
  }
}

async function needVariables(directory: string, { inputs, cache }: Sources): Promise<boolean> {
  const list = (at: string) => configurationFiles(terraformFiles(at, inputs), 'terraform')
  const read = (file: string) => inputs.read(file)
  // Too many or too large modules are not an error here: the code that looks for profile names reports them better.
  const modules = attemptOrNothing(() => readModules(directory, { list, read })) ?? []
  return await modulesNeedVariables(
    modules.flatMap(({ files }) => files),
    cache,
  )
}
