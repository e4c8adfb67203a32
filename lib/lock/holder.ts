import fs from 'node:fs'
import { errorCode } from '../files/error-code.ts'
import { readOwn } from '../files/read-trusted.ts'
import { isRunning, type ProcessIdentity } from '../process/identity.ts'
import { steadyMs } from '../process/steady-clock.ts'
import { lockFile } from './generation.ts'
import { createWhole, readObject } from './whole-file.ts'

/*
 * Who holds a generation: the process that `N` names, in the format that every version of tfsso has
 * written. Only one process can create `N`, so a generation has one holder for good, whatever becomes
 * of `N.lock`.
 */

/** A holder in another container can't be asked: it is dead when its files stay untouched so long, ms. */
export const silentMs = 30_000
/** How often a holder gives a sign of life, ms. */
export const signEveryMs = 5_000
/** A generation that names nobody so long is given up, ms: it is named right after it is claimed. */
export const namelessMs = 2_000

/** Who holds a generation; undefined where nobody has said so yet, or where that makes no sense. */
export function readHolder(directory: string, generation: number): ProcessIdentity | undefined {
  return readObject<ProcessIdentity>(
    lockFile(directory, generation, ''),
    ({ pid, start, space }) =>
      Number.isInteger(pid) && typeof start === 'string' && typeof space === 'string',
  )
}

/** Says for good who holds a generation. False where somebody was faster, or the directory has gone. */
export function nameHolder(directory: string, generation: number, who: ProcessIdentity): boolean {
  return createName(directory, generation, JSON.stringify(who))
}

/**
 * Says for good that nobody holds a generation, so that who claimed it and was suspended before it
 * could say who it is never holds it. False where it has said so after all.
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

/** What the holder of a generation announced. */
export function readAnnouncement(directory: string, generation: number): string | undefined {
  return readOwn(lockFile(directory, generation, '.doing'))
}

/**
 * The times of the files by whose change a holder shows that it lives, ns since 1970 by the
 * filesystem's clock.
 */
export function signsOfLife(directory: string, generation: number): bigint[] {
  return (['', '.lock'] as const).flatMap((kind) => {
    try {
      const file = lockFile(directory, generation, kind)
      const stat = fs.lstatSync(file, { bigint: true, throwIfNoEntry: false })
      return stat ? [stat.mtimeNs] : []
    } catch {
      return [] // closed to us
    }
  })
}

/** Looks again and again at whether holders live: whether they are silent takes time to see. */
export class Watch {
  #seen = ''
  #since = steadyMs()

  /** Whether a generation's holder is dead. undefined: that nobody has said who it is. */
  async isDead(
    directory: string,
    generation: number,
    holder: ProcessIdentity | undefined,
  ): Promise<boolean> {
    const running = holder && (await isRunning(holder))
    if (running !== undefined) return !running
    return this.#silentMs(directory, generation) > (holder ? silentMs : namelessMs)
  }

  /** How long the times of its files have stood still, by our own steady clock. */
  #silentMs(directory: string, generation: number): number {
    const now = `${generation}: ${signsOfLife(directory, generation)}`
    if (now !== this.#seen) {
      this.#seen = now
      this.#since = steadyMs()
    }
    return steadyMs() - this.#since
  }
}
