import fs from 'node:fs'
import { errorCode } from '../files/error-code.ts'
import { readOwn } from '../files/read-trusted.ts'
import { isRunning, type ProcessIdentity } from '../process/identity.ts'
import { steadyMs } from '../process/steady-clock.ts'
import { unusableBy } from './directory.ts'
import { lockFile } from './generation.ts'
import { createWhole, readObject } from './whole-file.ts'

/*
 * Who holds a generation, and whether that process is alive. The file `N` names the holder of generation N. All
 * versions of tfsso share the format of this file. Only one process can create `N`, so the holder of a generation never
 * changes, even if `N.lock` is removed.
 */

/**
 * A holder that is not visible from here (for example in another container) counts as dead if it has not touched its
 * files for this time, ms.
 */
export const silentMs = 30_000
/** How often a holder touches its files, ms. */
export const signEveryMs = 5_000
/** A generation without a holder's name counts as abandoned after this time, ms. */
export const namelessMs = 2_000

/** undefined if nobody is named, or if the file is invalid or can't be trusted (`readOwn`) */
export function readHolder(directory: string, generation: number): ProcessIdentity | undefined {
  return readObject<ProcessIdentity>(
    lockFile(directory, generation, ''),
    ({ pid, start, space }) =>
      Number.isInteger(pid) && typeof start === 'string' && typeof space === 'string',
  )
}

/** Returns false if there is a name already, or if the directory is gone. Problem (75) if it fails otherwise. */
export function nameHolder(directory: string, generation: number, who: ProcessIdentity): boolean {
  return createName(directory, generation, JSON.stringify(who))
}

/**
 * After this call, no process can become the holder. A process that was stopped (SIGSTOP) between its claim and
 * `nameHolder` can't, either. Returns false if `N` exists already, or if the directory is gone. Problem (exit code 75)
 * if it fails otherwise.
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
    throw unusableBy(directory, error)
  }
}

export function readAnnouncement(directory: string, generation: number): string | undefined {
  return readOwn(lockFile(directory, generation, '.doing'))
}

/** When a holder last touched its files, ns since 1970 by the filesystem's clock. */
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

export class Watch {
  #seen = ''
  #since = steadyMs()

  /** Whether the holder is dead. If no holder is named: whether the generation is abandoned (`namelessMs`). */
  async isDead(
    directory: string,
    generation: number,
    holder: ProcessIdentity | undefined,
  ): Promise<boolean> {
    const running = holder && (await isRunning(holder))
    if (running !== undefined) return !running
    return this.#silentMs(directory, generation) > (holder ? silentMs : namelessMs)
  }

  /** how long the modification times have not changed, ms by this process's steady clock */
  #silentMs(directory: string, generation: number): number {
    const now = `${generation}: ${signsOfLife(directory, generation)}`
    if (now !== this.#seen) {
      this.#seen = now
      this.#since = steadyMs()
    }
    return steadyMs() - this.#since
  }
}
