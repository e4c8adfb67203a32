import path from 'node:path'
import { attemptOrNothing } from '../text/attempt.ts'
import { type FoundProject, findProject } from './find.ts'
import type { Layer, ProjectFacts, ReadLayer } from './layout.ts'
import { newSources, readProject } from './read.ts'
import { findRootModules } from './root-modules.ts'

export interface ListedLayer {
  layer: Layer
  project: ProjectFacts
  /** path from the project's root */
  name: string
  /** undefined if the account is not decided */
  read: ReadLayer | undefined
  disabled: boolean
}

/**
 * The root modules that are layers, in the order of `findRootModules`. Leaves out directories for which `findProject`
 * throws a Problem.
 */
export async function listLayers({
  layout,
  root,
}: Pick<FoundProject, 'layout' | 'root'>): Promise<ListedLayer[]> {
  const reading = newSources()
  const project = await layout.readProject({ root }, 'own', reading)
  const layers: ListedLayer[] = []
  for (const directory of findRootModules(root)) {
    const found = attemptOrNothing(() => findProject(directory))
    if (!found?.layer || found.root !== root || !layout.isLayer(found.layer, project)) continue
    const { layer } = found
    const name = path.relative(root, directory)
    const { layer: read } = await readProject(found, 'own', reading)
    layers.push({ layer, read, project, name, disabled: isDisabled(name) })
  }
  return layers
}

/** Whether a part of a path ends in `--`, Leverage's sign for "not in use". Spaces after it are ignored. */
export function isDisabled(name: string): boolean {
  return name.split('/').some((part) => part.trimEnd().endsWith('--'))
}
