import path from 'node:path'
import { isFile, listEntries } from '../../files/read.ts'
import { isRepository } from '../repository.ts'
import { notLookedInto } from './directories.ts'
import { expandBraces, fitsOne, fitsPath } from './path-pattern.ts'
import { fileName } from './root.ts'

/** One alternative of a file pattern. */
interface FilePattern {
  directories: readonly string[]
  name: string
}

const filePatterns = (pattern: string): FilePattern[] =>
  expandBraces(pattern).map((alternative) => ({
    directories: alternative.split('/').slice(0, -1),
    name: path.basename(alternative),
  }))

/**
 * The files that fit a pattern, as sorted paths that start at `root`. Reads only directories that can contain such a
 * file. Names are case-sensitive, and links to directories are not followed. Nested projects and `notLookedInto` are
 * left out. So are nested repositories, unless the pattern names them without `*`, or `layer` is in them. `layer`: a
 * path from `root`.
 */
export function findListFiles(root: string, pattern: string, layer?: string): string[] {
  const start = filePatterns(pattern).map((alternative) => ({ ...alternative, at: 0, named: true }))
  return [...walk({ root, layer }, '', start)].sort()
}

/** `at`: how many of its directories are matched so far. `named`: whether it has matched them without a `*`. */
type Progress = FilePattern & { at: number; named: boolean }

function* walk(
  from: { root: string; layer: string | undefined },
  below: string,
  reached: readonly Progress[],
): Generator<string> {
  const { root, layer } = from
  const entries = listEntries(path.join(root, below))
  if (below !== '' && entries.some(({ name }) => name === fileName)) return
  // `**` can also match no directory at all.
  const all = reached.flatMap((one) => withEmpty(one))
  const files = all.filter(({ directories, at }) => at === directories.length)
  for (const entry of entries) {
    const next = path.join(below, entry.name)
    if (entry.isDirectory()) {
      if (notLookedInto.has(entry.name)) continue
      const further = all.flatMap((one) => follow(one, entry.name))
      if (further.length === 0) continue
      const holdsLayer = layer !== undefined && `${layer}/`.startsWith(`${next}/`)
      const isForeign = !holdsLayer && isRepository(path.join(root, next))
      yield* walk(from, next, isForeign ? further.filter(({ named }) => named) : further)
    } else if (files.some(({ name }) => fitsOne(name, entry.name))) {
      if (entry.isFile() || isFile(path.join(root, next))) yield next
    }
  }
}

function withEmpty(one: Progress): Progress[] {
  if (one.directories[one.at] !== '**') return [one]
  return [one, ...withEmpty({ ...one, at: one.at + 1, named: false })]
}

function follow(one: Progress, name: string): Progress[] {
  const part = one.directories[one.at]
  if (part === '**') return [{ ...one, named: false }]
  const fits = part !== undefined && fitsOne(part, name)
  return fits ? [{ ...one, at: one.at + 1, named: one.named && part === name }] : []
}

/**
 * The paths that a file would have if it fitted the pattern and were in `directory` or above it. Paths start at the
 * root, and their last name can contain `*`. `directory` is '' for the root itself.
 */
export function placesOnTheWay(pattern: string, directory: string): string[] {
  const all = directory === '' ? [] : directory.split('/')
  const skipped = all.findIndex((name) => notLookedInto.has(name))
  const names = skipped < 0 ? all : all.slice(0, skipped)
  return filePatterns(pattern).flatMap(({ directories, name }) =>
    [...names.keys(), names.length]
      .map((depth) => names.slice(0, depth))
      .filter((way) => fitsPath(directories, way))
      .map((way) => path.join(...way, name)),
  )
}
