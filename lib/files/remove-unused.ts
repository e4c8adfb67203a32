import fs from 'node:fs'
import path from 'node:path'
import { orElse } from '../text/attempt.ts'
import { listDirectory } from './read.ts'

/**
 * Removes the files of one of our directories that were not touched for `unusedMs`. `nowMs` is the time of a file
 * that was just written there, because the filesystem may have another clock than this machine.
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
