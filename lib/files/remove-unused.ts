import fs from 'node:fs'
import path from 'node:path'
import { orElse } from '../text/attempt.ts'
import { listDirectory } from './read.ts'

/**
 * Removes files from one of our directories if they were not touched for `unusedMs`. `nowMs`: the time of a file
 * that was just written there, because the filesystem's clock may differ from this machine's.
 */
export function removeUnused(directory: string, unusedMs: number, nowMs: number): void {
  for (const name of listDirectory(directory)) {
    const file = path.join(directory, name)
    const stat = fs.lstatSync(file, { throwIfNoEntry: false })
    if (stat && nowMs - stat.mtimeMs > unusedMs) fs.rmSync(file, { force: true, recursive: true })
  }
}

/** Removes a directory if nothing is in it. Returns whether it is removed. */
export function removeIfEmpty(directory: string): boolean {
  return orElse(() => fs.rmdirSync(directory) === undefined, false)
}
