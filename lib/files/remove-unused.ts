import fs from 'node:fs'
import path from 'node:path'
import { orElse } from '../text/attempt.ts'
import { listDirectory } from './read.ts'

/**
 * Removes what nobody has modified for `unusedMs`. `nowMs`: the time on the filesystem's clock, which can differ from
 * this machine's.
 */
export function removeUnused(directory: string, unusedMs: number, nowMs: number): void {
  for (const name of listDirectory(directory)) {
    const file = path.join(directory, name)
    const stat = fs.lstatSync(file, { throwIfNoEntry: false })
    if (stat && nowMs - stat.mtimeMs > unusedMs) fs.rmSync(file, { force: true, recursive: true })
  }
}

/** Returns whether the directory was empty and was removed. */
export function removeIfEmpty(directory: string): boolean {
  return orElse(() => fs.rmdirSync(directory) === undefined, false)
}
