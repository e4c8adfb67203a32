import fs from 'node:fs'
import path from 'node:path'
import { listDirectory } from '../files/read.ts'
import { removeLeftovers } from '../files/temporary-file.ts'

/*
 * The files in a lock's directory. For generation N, which is the Nth use of the lock:
 * - `N.lock` (a directory) shows that a process has claimed the generation
 * - `N` says which process holds the generation
 * - `N.doing` says what that process is doing
 * - `N.new` has the new content of the protected file, until the process renames it
 * - `N.done` says how the generation ended
 * No process sees `N`, `N.doing` or `N.done` half written, except `N` on a disk without hard links (whole-file.ts).
 */
export type LockFile = '' | '.lock' | '.doing' | '.new' | '.done'

/** The path of a generation's file. */
export function lockFile(directory: string, generation: number, kind: LockFile): string {
  return path.join(directory, `${generation}${kind}`)
}

/** The highest generation that was claimed in this directory; 0 if there is none yet. */
export function highest(directory: string): number {
  const numbers = listDirectory(directory).map(
    (name) => /^([1-9]\d{0,14})(\.lock)?$/.exec(name)?.[1],
  )
  return Math.max(0, ...numbers.map((number) => Number(number ?? 0)))
}

/** How many old generations `clean` keeps, because other processes could still want to read how these ended. */
const keptGenerations = 64

/**
 * Cleans up before a generation starts. It removes the `.new` files of earlier generations, so that earlier holders
 * can't rename them any more. It also removes the claims of earlier generations (`N.lock`), all files of very old
 * generations, and temporary files of killed processes.
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
