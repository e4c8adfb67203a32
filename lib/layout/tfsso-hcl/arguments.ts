import path from 'node:path'
import { isFile } from '../../files/read.ts'
import type { Inputs } from '../../project/inputs.ts'
import type { Layer, LayerArguments } from '../layout.ts'
import type { Description } from './description.ts'

/** The files that a layer is given, those that exist; a backend config that does not is missing. */
export function layerArguments(
  { varFiles, backendConfig }: Description,
  { directory, project }: Layer,
  account: string,
  inputs: Inputs,
): LayerArguments {
  const layer = path.relative(project, directory) || '.'
  const fill = (text: string) =>
    inputs.file(
      path.join(
        project,
        text.replaceAll('${account}', () => account).replaceAll('${layer}', () => layer),
      ),
    )
  const configs = backendConfig.map(fill)
  return {
    varFiles: varFiles.map(fill).filter(isFile),
    backendConfig: configs.filter(isFile),
    missing: configs.filter((file) => !isFile(file)),
  }
}
