import fs from 'node:fs'
import { type PrivateFileOptions, writePrivate } from '../files/write-private.ts'
import { describeSelf } from '../process/identity.ts'
import { Problem } from '../text/problem.ts'
import { acquire, type LockOptions } from './acquire.ts'
import { highest, lockFile } from './generation.ts'
import { cancelled, type Outcome, writeOutcome } from './outcome.ts'
import { writeWhole } from './whole-file.ts'

/*
 * Runs work under a lock. A lock is a directory. Each use of the lock by one process is a generation, and generations
 * are numbered. A process that wants the lock waits until the highest generation has ended: its holder said so
 * (`N.done`), is dead, or has not named itself in time. Then the process claims the next number with proper-lockfile
 * (claim.ts) and names itself as the holder. Only one process can name itself (holder.ts). An ended generation never
 * starts again. If a holder is killed with SIGKILL, a waiting process takes over at once. If the holder's process is
 * not visible to the waiting process (it is in another container), the waiting process takes over after 30 s
 * (holder.ts). The highest number stays until the whole directory is removed, so numbers only grow.
 *
 * A holder in another container can be stopped (SIGSTOP), so that it counts as dead, and continue after another process
 * has taken over. This old holder must then not overwrite what its successors wrote. So `replace` writes to `N.new`
 * first, then looks for a higher number, and then renames `N.new`. A process that claims a higher number removes every
 * lower `N.new` before it reads anything under the lock. So one of three things happens: the old holder sees the higher
 * number and writes nothing, the old holder's rename fails, or the successor reads what the old holder wrote.
 */

export interface HeldLock {
  /**
   * Tells waiting processes what a person must do now. `doing`, such as `login at URL`, must fit into "The … was
   * cancelled". If the holder is interrupted (Ctrl-C) before this call, a waiting process takes over. If the holder is
   * interrupted after this call, the waiting processes fail, too.
   */
  announce(doing: string): void
  /**
   * Writes a private file that the lock protects (`writePrivate`), unless another process has taken over. Returns
   * whether it was written. The file must be on the lock's filesystem.
   */
  replace(file: string, content: string, options?: PrivateFileOptions): boolean
}

/**
 * Runs `work` while this process holds the lock `directory`, and returns the result. If `options.ready` returns a value
 * before `work` starts, returns that value and does not run `work`. A Problem that `work` throws is also thrown in the
 * processes that wait for the lock.
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
    // Write nothing if the directory was removed: another process could have this number now.
    if (fs.existsSync(lockFile(directory, generation, '')))
      writeOutcome(directory, generation, space, failure)
    // Release only after `N.done` is written. Right after the release, another process could claim this same
    // generation. That process must find that the generation has ended.
    release()
  }
  const interrupted = () => finish(announced === undefined ? undefined : cancelled(announced))
  process.on('exit', interrupted)
  try {
    // Perhaps the previous holder has written the result since `acquire` last looked.
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
