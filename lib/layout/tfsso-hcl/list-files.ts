import fs from 'node:fs'
import path from 'node:path'
import { isFile } from '../../files/read.ts'
import { notLookedInto } from './directories.ts'
import { expandBraces, fitsOne, fitsPath } from './path-pattern.ts'
import { fileName } from './root.ts'

/** One alternative of a pattern of files: the directories on the way, and the file's own name. */
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
 * The files below `root` that a pattern fits, by their paths from there, sorted. Each directory is looked at once, and
 * only where a file may be. Names are compared as they are spelled, and links to directories are not followed. What tools
 * download, and another project below, is left out.
 */
export function findListFiles(root: string, pattern: string): string[] {
  const start = filePatterns(pattern).map((alternative) => ({ ...alternative, at: 0 }))
  return [...walk(root, '', start)].sort()
}

/** How far the directories of a pattern have been followed. */
type Progress = FilePattern & { at: number }

function* walk(root: string, below: string, reached: readonly Progress[]): Generator<string> {
  const entries = entriesOf(path.join(root, below))
  if (below !== '' && entries.some(({ name }) => name === fileName)) return
  // `**` may stand for no directory.
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

function entriesOf(directory: string): fs.Dirent[] {
  try {
    return fs.readdirSync(directory, { withFileTypes: true })
  } catch {
    return [] // closed to us
  }
}

/**
 * Where on the way down to a directory a file could stand that a pattern fits: paths from the root, in whose last name
 * `*` may stand. `directory`: its path from the root, '' for that itself.
 */
export function placesOnTheWay(pattern: string, directory: string): string[] {
  const names = directory === '' ? [] : directory.split('/')
  return filePatterns(pattern).flatMap(({ directories, name }) =>
    [...names.keys(), names.length]
      .map((depth) => names.slice(0, depth))
      .filter((way) => fitsPath(directories, way))
      .map((way) => path.join(...way, name)),
  )
}
