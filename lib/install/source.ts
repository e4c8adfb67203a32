import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { linkTarget } from '../files/read.ts'

export interface Source {
  kind: 'clone' | 'bundle'
  root: string
  /** dist in a clone, otherwise the same as `root` */
  built: string
  version: string
  /** what a bundle and an installation consist of (bundle/manifest.mjs) */
  parts: string[]
  /** whether the source contains Node.js, as archives and system packages do; if so, tfsso uses no other */
  bringsNode: boolean
  /** whether a system package installed the source, for all users */
  isPackaged: boolean
}

/** The path of the Node.js in an installation or a bundle that contains one. */
export const ownNode = 'node/bin/node'

/** `directory`: `lib` in a bundle, dist/lib in a clone. */
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
