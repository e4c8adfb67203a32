import fs from 'node:fs'
import { type PrivateFileOptions, writePrivate } from '../files/write-private.ts'
import { describeSelf } from '../process/identity.ts'
import { Problem } from '../text/problem.ts'
import { acquire, type LockOptions } from './acquire.ts'
import { highest, lockFile } from './generation.ts'
import { cancelled, type Outcome, writeOutcome } from './outcome.ts'
import { writeWhole } from './whole-file.ts'

/*
 * Runs work under a lock. A lock is a directory. Each use of the lock by one process is a numbered generation. A
 * process waits until the highest generation has ended: its holder said so (`N.done`), is dead, or has not named itself
 * in time. Then the process claims the next number (claim.ts) and names itself as the holder, which only one process
 * can do (holder.ts). An ended generation never starts again. Numbers only grow, until the whole directory is removed.
 *
 * If a holder is killed with SIGKILL, a waiting process takes over at once, or after 30 s if the holder is not visible
 * to it (in another container).
 *
 * A holder in another container can be stopped (SIGSTOP), count as dead, and continue after a takeover. It must not
 * overwrite what its successors wrote. So `replace` writes to `N.new`, looks for a higher number, and then renames
 * `N.new`. A process that claims a higher number removes every lower `N.new` before it reads anything under the lock.
 * So the old holder sees the higher number and writes nothing, or its rename fails, or the successor reads what the old
 * holder wrote.
 */

export interface HeldLock {
  /**
   * Tells waiting processes what a person must do now. `doing`, such as `login at URL`, must fit into "The … was
   * cancelled". If the holder is interrupted (Ctrl-C) after this call, the waiting processes fail, too. If the holder
   * is interrupted before this call, one of the waiting processes takes over.
   */
  announce(doing: string): void
  /**
   * Writes a private file that the lock protects, unless another process has taken over. Returns whether it was
   * written. The file must be on the lock's filesystem.
   */
  replace(file: string, content: string, options?: PrivateFileOptions): boolean
}

/**
 * Runs `work` while this process holds the lock, unless `options.ready` returns a value first. A Problem that `work`
 * throws is also thrown in the processes that wait for the lock.
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
    // If the directory was removed, `N` is missing, and another process could be claiming this number. Then don't write
    // `N.done`: it would end that process's generation.
    if (fs.existsSync(lockFile(directory, generation, '')))
      writeOutcome(directory, generation, space, failure)
    // Write `N.done` before the release. A slow process could claim this same generation after the release. `N.done`
    // tells the slow process that the generation has ended (claim.ts).
    release()
  }
  const interrupted = () => finish(announced === undefined ? undefined : cancelled(announced))
  process.on('exit', interrupted)
  try {
    // Perhaps the previous holder has just written the result.
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
