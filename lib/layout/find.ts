import { misconfigured } from '../text/problem.ts'
import type { Layer, Layout } from './layout.ts'
import { leverage } from './leverage/leverage.ts'

/** The project that a directory is in. */
export interface FoundProject {
  layout: Layout
  root: string
  /** undefined where the directory is in no layer */
  layer: Layer | undefined
}

/** The project that a directory is in, and the layer. Problem (78) for an account without a project. */
export function findProject(directory: string): FoundProject | undefined {
  const layout = leverage
  const layer = layout.findLayer(directory)
  const root = layer?.project ?? layout.findRoot(directory)
  return root === undefined ? undefined : { layout, root, layer }
}

/** The same; outside of a project a Problem (78). */
export function requireProject(directory: string): FoundProject {
  const found = findProject(directory)
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
