import fs from 'node:fs'
import path from 'node:path'
import { exitCode, Problem } from '../text/problem.ts'
import type { Called } from './options.ts'

/** Whose a file or directory is, and what others may do with it. */
export interface Entry {
  file: string
  uid: number
  gid: number
  mode: number
}

/** Node's program and the directory that it lies in, links followed. */
export function nodeEntries(node: string): Entry[] {
  const file = fs.realpathSync(node)
  return [file, path.dirname(file)].map((entry) => {
    const { uid, gid, mode } = fs.statSync(entry)
    return { file: entry, uid, gid, mode }
  })
}

/**
 * The first that somebody besides its owner may write to. A group of the same number as the owner is the
 * owner's alone, as most Linux distributions set up users.
 */
export function writableByOthers(entries: readonly Entry[]): Entry | undefined {
  return entries.find(
    ({ uid, gid, mode }) => (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== uid),
  )
}

/** Problem (1) for a Node.js that others may change: the shims start it with the session's token at hand. */
export function refuseOpenNode(node: string, called: Called): void {
  const open = writableByOthers(nodeEntries(node))
  if (!open) return
  throw new Problem(
    exitCode.failure,
    `others may write to ${open.file}, so they could change the Node.js that tfsso runs.`,
    `Run: chmod go-w '${open.file}', or put another Node.js first on PATH, and run ${called} again.`,
  )
}
