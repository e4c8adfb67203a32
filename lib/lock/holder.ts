import fs from 'node:fs'
import { errorCode } from '../files/error-code.ts'
import { readOwn } from '../files/read-trusted.ts'
import { isRunning, type ProcessIdentity } from '../process/identity.ts'
import { steadyMs } from '../process/steady-clock.ts'
import { lockFile } from './generation.ts'
import { createWhole, readObject } from './whole-file.ts'

/*
 * Who holds a generation, and whether that process is alive. The file `N` names the holder, in a format that all
 * versions of tfsso share. Only one process can create `N`, so the holder of a generation never changes, even if
 * `N.lock` is removed.
 */

/**
 * A holder that has not touched its files for this time counts as dead, ms. The time applies only to holders whose
 * process is not visible from here, for example because it is in another container.
 */
export const silentMs = 30_000
/** How often a holder touches its files, ms. */
export const signEveryMs = 5_000
/**
 * A generation that has no holder's name after this time counts as abandoned, ms. A holder names itself right after its
 * claim.
 */
export const namelessMs = 2_000

/**
 * Who holds a generation; undefined if no holder is named, or if the file is invalid or can't be trusted (`readOwn`).
 */
export function readHolder(directory: string, generation: number): ProcessIdentity | undefined {
  return readObject<ProcessIdentity>(
    lockFile(directory, generation, ''),
    ({ pid, start, space }) =>
      Number.isInteger(pid) && typeof start === 'string' && typeof space === 'string',
  )
}

/**
 * Names the holder of a generation. The name never changes. Returns false if there is a name already, or if the
 * directory is gone.
 */
export function nameHolder(directory: string, generation: number, who: ProcessIdentity): boolean {
  return createName(directory, generation, JSON.stringify(who))
}

/**
 * Records that nobody holds a generation. After that, no process can become its holder, not even a process that has
 * claimed the generation and was stopped (SIGSTOP) before it could name itself. Returns false if the file `N` exists
 * already, or if the directory is gone.
 */
export function nameNobody(directory: string, generation: number): boolean {
  return createName(directory, generation, '{}')
}

function createName(directory: string, generation: number, content: string): boolean {
  try {
    createWhole(lockFile(directory, generation, ''), content)
    return true
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) return false
    throw error
  }
}

/** What the holder of a generation announced; undefined if there is no announcement. */
export function readAnnouncement(directory: string, generation: number): string | undefined {
  return readOwn(lockFile(directory, generation, '.doing'))
}

/**
 * The modification times of the files that a holder touches while it lives, ns since 1970 by the filesystem's clock.
 */
export function signsOfLife(directory: string, generation: number): bigint[] {
  return (['', '.lock'] as const).flatMap((kind) => {
    try {
      const file = lockFile(directory, generation, kind)
      const stat = fs.lstatSync(file, { bigint: true, throwIfNoEntry: false })
      return stat ? [stat.mtimeNs] : []
    } catch {
      return [] // not readable
    }
  })
}

/**
 * Watches holders over time. If a holder's process is not visible from here, the holder counts as dead when its files
 * have not changed for `silentMs`.
 */
export class Watch {
  #seen = ''
  #since = steadyMs()

  /**
   * Whether a generation's holder is dead. If `holder` is undefined (no holder is named): whether the generation counts
   * as abandoned (`namelessMs`).
   */
  async isDead(
    directory: string,
    generation: number,
    holder: ProcessIdentity | undefined,
  ): Promise<boolean> {
    const running = holder && (await isRunning(holder))
    if (running !== undefined) return !running
    return this.#silentMs(directory, generation) > (holder ? silentMs : namelessMs)
  }

  /**
   * For how long the modification times of the generation's files have not changed, ms by this process's steady clock.
   */
  #silentMs(directory: string, generation: number): number {
    const now = `${generation}: ${signsOfLife(directory, generation)}`
    if (now !== this.#seen) {
      this.#seen = now
      this.#since = steadyMs()
    }
    return steadyMs() - this.#since
  }
}
