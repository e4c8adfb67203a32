import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { linkTarget } from '../files/read.ts'

/** What to install from. */
export interface Source {
  kind: 'clone' | 'bundle'
  /** the clone, or the bundle itself */
  root: string
  /** the built files: dist in a clone */
  built: string
  version: string
  /** the files and directories that a bundle and an installation consist of (bundle/manifest.mjs) */
  parts: string[]
  /** whether the source contains a Node.js: archives and system packages do. If it does, tfsso uses no other Node.js */
  bringsNode: boolean
  /** whether the source is a system package, which is installed for all users (destination.ts) */
  isPackaged: boolean
}

/** The path of node in an installation or a bundle that contains a Node.js. */
export const ownNode = 'node/bin/node'

/**
 * The source that this program belongs to. `directory`: the directory of this program's file, which is `lib` in a
 * bundle and dist/lib in a clone.
 */
export function findSource(directory: string): Source {
  const built = path.dirname(directory)
  const { version, files } = JSON.parse(readFileSync(path.join(built, 'package.json'), 'utf8'))
  const parent = path.dirname(built)
  const bringsNode = existsSync(path.join(built, ownNode))
  const isClone = path.basename(built) === 'dist' && existsSync(path.join(parent, 'build.mjs'))
  return {
    kind: isClone ? 'clone' : 'bundle',
    root: isClone ? parent : built,
    built,
    version,
    parts: [...files, 'package.json', ...(bringsNode ? ['node'] : [])],
    bringsNode,
    isPackaged: linkTarget(path.join(built, 'current')) === built,
  }
}
