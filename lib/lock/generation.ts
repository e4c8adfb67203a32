import fs from 'node:fs'
import path from 'node:path'
import { errorCode } from '../files/error-code.ts'
import { listDirectory } from '../files/read.ts'
import { removeLeftovers } from '../files/temporary-file.ts'
import { unusableBy } from './directory.ts'

/*
 * The files in a lock's directory, for generation N:
 * - `N.lock` (a directory): a process has claimed the generation
 * - `N`: which process holds the generation
 * - `N.doing`: what that process is doing
 * - `N.new`: the new content of the protected file, until `N.new` is renamed to that file
 * - `N.done`: how the generation ended
 *
 * No process sees `N`, `N.doing` or `N.done` half written, except `N` on a disk without hard links (whole-file.ts).
 */
export type LockFile = '' | '.lock' | '.doing' | '.new' | '.done'

export function lockFile(directory: string, generation: number, kind: LockFile): string {
  return path.join(directory, `${generation}${kind}`)
}

/** 0 if no generation was claimed yet. Problem (exit code 75) if the directory can't be listed. */
export function highest(directory: string): number {
  const numbers = list(directory).map((name) => /^([1-9]\d{0,14})(\.lock)?$/.exec(name)?.[1])
  return Math.max(0, ...numbers.map((number) => Number(number ?? 0)))
}

/** Empty if there is no such directory. */
function list(directory: string): string[] {
  try {
    return fs.readdirSync(directory)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return []
    throw unusableBy(directory, error)
  }
}

/** Other processes could still want to read how the latest generations ended. */
const keptGenerations = 64

/**
 * Removes the `.new` files of earlier holders, so that these holders can't rename the files any more. Also removes
 * earlier claims (`N.lock`), very old generations, and temporary files of killed processes.
 */
export function clean(directory: string, generation: number): void {
  for (const name of listDirectory(directory)) {
    const [, number = '', kind = ''] = /^(\d+)(\..*)?$/.exec(name) ?? []
    const before = ['.new', '.lock'].includes(kind) ? generation : generation - keptGenerations
    if (number !== '' && Number(number) < before)
      fs.rmSync(path.join(directory, name), { force: true, recursive: true })
  }
  const now = fs.statSync(directory, { throwIfNoEntry: false })
  if (now) removeLeftovers(directory, now.mtimeMs)
}
