import fs from 'node:fs'
import path from 'node:path'
import type { Environment } from '../files/user-paths.ts'
import { misconfigured } from '../text/problem.ts'
import type { Layer, Layout } from './layout.ts'
import { leverage } from './leverage/leverage.ts'
import { tfssoHcl } from './tfsso-hcl/tfsso-hcl.ts'
import { type Counts, describeIgnored, searchTrusted } from './trusted-search.ts'
import { aboveDownloads, upwards } from './upwards.ts'
import type { Trust, Untrusted } from './whose-files-decide.ts'

export interface FoundProject {
  layout: Layout
  root: string
  /** undefined outside a layer */
  layer: Layer | undefined
  trust: Trust
}

/** If a directory is a root in several layouts, the first of these layouts counts, as in libexec/layer.sh. */
const layouts: readonly Layout[] = [tfssoHcl, leverage]

/**
 * Uses only trusted files. undefined outside a project. Problem (exit code 78), for example if an account has no
 * project, or if another user's file can't be ignored (`Untrusted.inside`).
 */
export function findProject(
  directory: string,
  env: Environment = process.env,
): FoundProject | undefined {
  const { found, trust } = searchProject(directory, env)
  return found && { ...found, trust }
}

/** As `findProject`. Also returns the files that were ignored because other users own them. */
export function searchProject(directory: string, env: Environment = process.env) {
  const search = (counts: Counts) => searchLayouts(directory, counts)
  return searchTrusted(directory, env, search, (found) => found?.layer !== undefined)
}

/** Uses only the nearest project root. If its files are not trusted, the search ends there, as in libexec/layer.sh. */
function searchLayouts(directory: string, counts: Counts): Omit<FoundProject, 'trust'> | undefined {
  const from = aboveDownloads(directory)
  for (const root of upwards(from))
    for (const layout of layouts) {
      if (!layout.isRoot(root, from)) continue
      const layer = layout.findLayer({ directory, from, root }, counts)
      const rootFile = path.join(root, layout.texts.rootFile)
      return layer || (fs.existsSync(rootFile) && counts(rootFile, root))
        ? { layout, root, layer }
        : undefined
    }
  for (const layout of layouts) {
    const root = layout.findOther(from, counts)
    if (root !== undefined) return { layout, root, layer: undefined }
  }
  return undefined
}

/** As `findProject`, but with a Problem (exit code 78) outside a project. */
export function requireProject(directory: string, env: Environment = process.env): FoundProject {
  const { found, trust, ignored } = searchProject(directory, env)
  if (found) return { ...found, trust }
  throw outsideProject(directory, ignored)
}

/** The Problem (exit code 78) for a directory outside all projects. `ignored`: the files that the search ignored. */
export function outsideProject(directory: string, ignored: readonly Untrusted[] = []) {
  const files = layouts.map(({ texts }) => texts.rootFile).join(' and no ')
  return misconfigured(
    `${directory} is in no project: there is no ${files} in it or above it.`,
    ...describeIgnored(ignored),
    'Go to a directory of your project and run the command again.',
    'In a repository that tfsso does not know yet, start with: tfsso init',
  )
}
