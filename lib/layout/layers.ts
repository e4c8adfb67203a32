import fs from 'node:fs'
import path from 'node:path'
import { listDirectory } from '../files/read.ts'
import { subdirectories } from '../files/subdirectories.ts'
import { Inputs } from '../project/inputs.ts'
import { localSources } from '../project/local-modules.ts'
import { ParsedCache } from '../project/parsed.ts'
import { attemptOrNothing } from '../text/attempt.ts'
import { type FoundProject, findProject } from './find.ts'
import type { Layer, ProjectFacts, ReadLayer } from './layout.ts'
import { readProject } from './read.ts'

/** A layer of a project, found by looking through its directories. */
export interface ListedLayer {
  layer: Layer
  project: ProjectFacts
  /** its path from the project's root */
  name: string
  /** the same with its account, as it is switched now; undefined where that can't be told */
  read: ReadLayer | undefined
  /** whether a part of its path ends in `--` */
  disabled: boolean
}

/**
 * All layers of a project, sorted by name: the directories with Terraform or OpenTofu files that the layout
 * takes for a layer, without those that are the source of a local module. Hidden directories, links and
 * repositories inside the project are not looked into.
 */
export async function listLayers({
  layout,
  root,
}: Pick<FoundProject, 'layout' | 'root'>): Promise<ListedLayer[]> {
  const reading = { inputs: new Inputs(), cache: new ParsedCache() }
  const project = await layout.readProject(root, 'own', reading)
  const directories = [...walk(root)].map((directory) => ({ directory, files: sources(directory) }))
  const modules = new Set(
    directories.flatMap(({ directory, files }) =>
      files.flatMap((file) => moduleSources(directory, file)),
    ),
  )
  const layers: ListedLayer[] = []
  for (const { directory, files } of directories) {
    if (files.length === 0 || modules.has(directory)) continue
    const found = attemptOrNothing(() => findProject(directory))
    if (!found?.layer || found.root !== root || !layout.isLayer(found.layer, project)) continue
    const { layer } = found
    const name = path.relative(root, directory)
    const { layer: read } = await readProject(found, 'own', reading)
    layers.push({ layer, read, project, name, disabled: isDisabled(name) })
  }
  return layers
}

/** Whether a part of a path ends in `--`, spaces after it aside: Leverage's sign for "not in use". */
export function isDisabled(name: string): boolean {
  return name.split('/').some((part) => part.trimEnd().endsWith('--'))
}

function* walk(directory: string): Generator<string> {
  yield directory
  for (const below of subdirectories(directory))
    if (!fs.existsSync(path.join(below, '.git'))) yield* walk(below)
}

function sources(directory: string): string[] {
  return listDirectory(directory).filter((name) => /^[^.].*\.(tf|tofu)(\.json)?$/.test(name))
}

/** The directories of the local modules that a file calls; a call in a comment line is none. */
function moduleSources(directory: string, file: string): string[] {
  const text = readText(path.join(directory, file))
  if (!text.includes('source')) return []
  const code = text.replace(/^[ \t]*(#|\/\/).*$/gm, '')
  return localSources(code).map((source) => path.resolve(directory, source))
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return '' // terraform says more about it
  }
}
