import { misconfigured } from '../text/problem.ts'
import type { Layer, Layout } from './layout.ts'
import { leverage } from './leverage/leverage.ts'
import { tfssoHcl } from './tfsso-hcl/tfsso-hcl.ts'
import { aboveDownloads, upwards } from './upwards.ts'

/** The project that a directory is in. */
export interface FoundProject {
  layout: Layout
  root: string
  /** undefined where the directory is in no layer */
  layer: Layer | undefined
}

/** In one directory the first of them that takes it for a root decides; libexec/layer.sh does the same. */
const layouts: readonly Layout[] = [tfssoHcl, leverage]

/** The project that a directory is in, and the layer. Problem (78) for an account without a project. */
export function findProject(directory: string): FoundProject | undefined {
  const from = aboveDownloads(directory)
  for (const root of upwards(from))
    for (const layout of layouts)
      if (layout.isRoot(root, from))
        return { layout, root, layer: layout.findLayer(directory, from, root) }
  for (const layout of layouts) {
    const root = layout.findOther(from)
    if (root !== undefined) return { layout, root, layer: undefined }
  }
  return undefined
}

/** The same; outside of a project a Problem (78). */
export function requireProject(directory: string): FoundProject {
  const found = findProject(directory)
  if (found) return found
  throw outsideProject(directory)
}

/** What a command that needs a project says outside of one (78). */
export function outsideProject(directory: string) {
  const files = layouts.map(({ texts }) => texts.rootFile).join(' and no ')
  return misconfigured(
    `${directory} is in no project: there is no ${files} in it or above it.`,
    'Go to a directory of your project and run the command again.',
  )
}
