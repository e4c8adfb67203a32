import type { Environment } from '../files/user-paths.ts'
import { misconfigured } from '../text/problem.ts'
import type { Layer, Layout } from './layout.ts'
import { leverage } from './leverage/leverage.ts'
import type { Trust } from './trust.ts'
import { type Counts, searchTrusted } from './trusted-search.ts'

/** The project that a directory is in. */
export interface FoundProject {
  layout: Layout
  root: string
  /** undefined where the directory is in no layer */
  layer: Layer | undefined
  /** whose files count */
  trust: Trust
}

/**
 * The project that a directory is in, and the layer, by the files that count. Problem (78) for an account without a
 * project, and for a file of another user's that can't be ignored.
 */
export function findProject(
  directory: string,
  env: Environment = process.env,
): FoundProject | undefined {
  const { found, trust } = searchProject(directory, env)
  return found && { ...found, trust }
}

/** The same, and what was left out because others own it. */
export function searchProject(directory: string, env: Environment = process.env) {
  const search = (counts: Counts): Omit<FoundProject, 'trust'> | undefined => {
    const layout = leverage
    const layer = layout.findLayer(directory, counts)
    const root = layer?.project ?? layout.findRoot(directory, counts)
    return root === undefined ? undefined : { layout, root, layer }
  }
  return searchTrusted(directory, env, search, (found) => found?.layer !== undefined)
}

/** The project and the layer; outside of a project a Problem (78). */
export function requireProject(directory: string, env: Environment = process.env): FoundProject {
  const found = findProject(directory, env)
  if (found) return found
  throw outsideProject(directory)
}

/** What a command that needs a project says outside of one (78). */
export function outsideProject(directory: string) {
  return misconfigured(
    `${directory} is in no project: ${leverage.texts.noProject}.`,
    'Go to a directory of your project and run the command again.',
  )
}
