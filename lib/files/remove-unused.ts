import fs from 'node:fs'
import path from 'node:path'
import { listDirectory } from './read.ts'

/**
 * Removes what has not been touched for `unusedMs` from a directory of ours. `nowMs` is the time of a
 * file just written there: the filesystem may have another clock than we.
 */
export function removeUnused(directory: string, unusedMs: number, nowMs: number): void {
  for (const name of listDirectory(directory)) {
    const file = path.join(directory, name)
    const stat = fs.lstatSync(file, { throwIfNoEntry: false })
    if (stat && nowMs - stat.mtimeMs > unusedMs) fs.rmSync(file, { force: true, recursive: true })
  }
}
