import fs from 'node:fs'
import path from 'node:path'
import { orElse } from '../text/attempt.ts'
import { listDirectory } from './read.ts'

/**
 * Removes files and directories that nobody has modified for `unusedMs`. `directory`: one of our directories, which
 * contains them. `nowMs`: the present time on the filesystem's clock, which can differ from this machine's. Callers
 * pass the modification time of a file that they have just written.
 */
export function removeUnused(directory: string, unusedMs: number, nowMs: number): void {
  for (const name of listDirectory(directory)) {
    const file = path.join(directory, name)
    const stat = fs.lstatSync(file, { throwIfNoEntry: false })
    if (stat && nowMs - stat.mtimeMs > unusedMs) fs.rmSync(file, { force: true, recursive: true })
  }
}

/** Removes a directory if it is empty. Returns whether it was removed. */
export function removeIfEmpty(directory: string): boolean {
  return orElse(() => fs.rmdirSync(directory) === undefined, false)
}
