import path from 'node:path'
import { isFile, listEntries } from '../../files/read.ts'
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
 * left out.
 */
export function findListFiles(root: string, pattern: string): string[] {
  const start = filePatterns(pattern).map((alternative) => ({ ...alternative, at: 0 }))
  return [...walk(root, '', start)].sort()
}

/** `at`: how many of its directories are matched so far */
type Progress = FilePattern & { at: number }

function* walk(root: string, below: string, reached: readonly Progress[]): Generator<string> {
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
      if (further.length > 0) yield* walk(root, next, further)
    } else if (files.some(({ name }) => fitsOne(name, entry.name))) {
      if (entry.isFile() || isFile(path.join(root, next))) yield next
    }
  }
}

function withEmpty(one: Progress): Progress[] {
  return one.directories[one.at] === '**' ? [one, ...withEmpty({ ...one, at: one.at + 1 })] : [one]
}

function follow(one: Progress, name: string): Progress[] {
  const part = one.directories[one.at]
  if (part === '**') return [one]
  return part !== undefined && fitsOne(part, name) ? [{ ...one, at: one.at + 1 }] : []
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
