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
  /** the files and directories of a bundle, which an installation has, too (bundle/manifest.mjs) */
  parts: string[]
  /** whether it brings its own Node.js, as the archives and the system's packages do: then no other counts */
  bringsNode: boolean
  /** whether the system's package manager put it there, as an installation for everybody (destination.ts) */
  isPackaged: boolean
}

/** The Node.js of an installation or of a bundle that brings one. */
export const ownNode = 'node/bin/node'

/** The source that this program belongs to; `directory` is that of its file, lib in a bundle. */
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
