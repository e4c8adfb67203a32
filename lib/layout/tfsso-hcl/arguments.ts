import path from 'node:path'
import { isFile, requirePlain } from '../../files/read.ts'
import type { Inputs } from '../../project/inputs.ts'
import type { Layer, LayerArguments, ReadLayer } from '../layout.ts'
import type { Description } from './description.ts'

/**
 * The existing var-files and backend config files of a layer. Problem (exit code 78) if a path is a directory, a pipe
 * or the like.
 */
export function layerArguments(
  { varFiles, backendConfig }: Description,
  { at, own, switchedTo }: ReadLayer,
  inputs: Inputs,
): LayerArguments {
  const names = { account: own.name, workspace: switchedTo?.workspace ?? '' }
  // If a workspace's name contained `/` or were `..`, a path with this name would lead to another directory. So leave
  // out var-files with such a path. No real workspace has such a name.
  const usable = /^(?!\.{1,2}$)[^/]+$/.test(names.workspace)
  const fill = (text: string) => {
    const file = fillPath(text, at, names)
    requirePlain(file)
    return inputs.file(file)
  }
  const configs = backendConfig.map(fill)
  return {
    varFiles: varFiles
      .filter((text) => usable || !text.includes('${workspace}'))
      .map(fill)
      .filter(isFile),
    backendConfig: configs.filter(isFile),
    missing: configs.filter((file) => !isFile(file)),
  }
}

/** The existing backend config files that `init` gets for every account. */
export function sharedBackendConfig({ backendConfig }: Description, layer: Layer): string[] {
  return backendConfig
    .filter((text) => !text.includes('${account}'))
    .map((text) => fillPath(text, layer, {}))
    .filter(isFile)
}

function fillPath(text: string, { directory, project }: Layer, names: Record<string, string>) {
  const values = { ...names, layer: path.relative(project, directory) || '.' }
  const filled = text.replaceAll(
    /\$\{(account|layer|workspace)\}/g,
    (whole, name: keyof typeof values) => values[name] ?? whole,
  )
  return path.join(project, filled)
}
