import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What to install from. */
export interface Source {
  kind: 'clone' | 'bundle'
  /** the clone, or the bundle itself */
  root: string
  /** the built files: dist in a clone */
  built: string
  version: string
  /** the files and directories of a bundle, which an installation has, too (bundle/manifest.mjs) */
  parts: string[]
}

/** The source that this program belongs to; `directory` is that of its file, lib in a bundle. */
export function findSource(directory: string): Source {
  const built = path.dirname(directory)
  const { version, files } = JSON.parse(readFileSync(path.join(built, 'package.json'), 'utf8'))
  const parent = path.dirname(built)
  const isClone = path.basename(built) === 'dist' && existsSync(path.join(parent, 'build.mjs'))
  return {
    kind: isClone ? 'clone' : 'bundle',
    root: isClone ? parent : built,
    built,
    version,
    parts: [...files, 'package.json'],
  }
}
