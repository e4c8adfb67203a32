import fs from 'node:fs'
import { type PrivateFileOptions, writePrivate } from '../files/write-private.ts'
import { describeSelf } from '../process/identity.ts'
import { Problem } from '../text/problem.ts'
import { acquire, type LockOptions } from './acquire.ts'
import { highest, lockFile } from './generation.ts'
import { cancelled, type Outcome, writeOutcome } from './outcome.ts'
import { writeWhole } from './whole-file.ts'

/*
 * A lock is a directory of numbered generations. Who wants it claims the next number by proper-lockfile
 * (claim.ts) and names itself as its holder, which only one can (holder.ts); and only once the highest
 * number has ended: its holder said so (`N.done`) or is dead. That never changes back, so what was read of it earlier
 * still holds, and a holder killed with SIGKILL is followed at once. The highest number is never
 * removed.
 *
 * A holder that was suspended, in a container that its waiters can't look into, may wake up to find
 * that it was taken over. What it then writes (`replace`) must not cover what its followers wrote. It
 * goes to `N.new` first, and only then does the holder look for a higher number and rename; whoever
 * makes a higher number removes every lower `N.new` before it looks at anything. So either the holder
 * sees the number, or its rename fails, or its follower finds what it wrote.
 */

export interface HeldLock {
  /**
   * Tells those who wait what takes long: a thing that a person does, as in «the … was cancelled».
   * From then on an interruption (Ctrl-C) fails them, too; else the next of them takes over.
   */
  announce(doing: string): void
  /**
   * Writes a private file that the lock protects (`writePrivate`), unless another process has taken
   * over: then the file is its to write. Gives whether it was written. The file must be on the lock's
   * filesystem.
   */
  replace(file: string, content: string, options?: PrivateFileOptions): boolean
}

/**
 * Runs `work` while no other process holds the lock `directory`. Problems that `work` throws are
 * thrown in those who wait, too.
 */
export async function withLock<T>(
  directory: string,
  options: LockOptions<T>,
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  const taken = await acquire(directory, options)
  if ('ready' in taken) return taken.ready
  const { generation, release } = taken
  let over = false
  let announced: string | undefined
  const { space } = await describeSelf()
  const finish = (failure?: Outcome['failure']) => {
    if (over) return
    over = true
    process.removeListener('exit', interrupted)
    // Where the directory was removed meanwhile, the number may come to be another's.
    if (fs.existsSync(lockFile(directory, generation, '')))
      writeOutcome(directory, generation, space, failure)
    // Only then: whoever claims the generation now must find that it has ended.
    release()
  }
  const interrupted = () => finish(announced === undefined ? undefined : cancelled(announced))
  process.on('exit', interrupted)
  try {
    // The last holder may have made it since we looked.
    const value = options.ready?.()
    if (value !== undefined) return value
    const result = await work({
      announce: (doing) => {
        announced = doing
        writeWhole(lockFile(directory, generation, '.doing'), doing)
      },
      replace: (target, content, writing = {}) =>
        writePrivate(target, content, {
          ...writing,
          stage: lockFile(directory, generation, '.new'),
          unless: () => highest(directory) > generation,
        }),
    })
    finish()
    return result
  } catch (error) {
    if (error instanceof Problem) {
      const { code, message, advice } = error
      finish({ code, message, advice })
    }
    throw error
  } finally {
    finish()
  }
}
