import fs from 'node:fs'
import path from 'node:path'

export interface Entry {
  file: string
  uid: number
  gid: number
  mode: number
}

/** A program's file and its directory, with links resolved. */
export function entriesOf(program: string): Entry[] {
  const file = fs.realpathSync(program)
  return [file, path.dirname(file)].map((entry) => {
    const { uid, gid, mode } = fs.statSync(entry)
    return { file: entry, uid, gid, mode }
  })
}

/**
 * A group with the owner's number does not count as others: most Linux distributions give each user such a group,
 * without other members.
 */
export function writableByOthers(entries: readonly Entry[]): Entry | undefined {
  return entries.find(
    ({ uid, gid, mode }) => (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== uid),
  )
}
