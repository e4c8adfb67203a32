import fs from 'node:fs'
import path from 'node:path'

/** Whose a file or directory is, and what others may do with it. */
export interface Entry {
  file: string
  uid: number
  gid: number
  mode: number
}

/** A program's file and the directory that it lies in, links followed. */
export function entriesOf(program: string): Entry[] {
  const file = fs.realpathSync(program)
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
