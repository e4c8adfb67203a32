import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessIdentity } from '../process/identity.ts'
import { steadyMs } from '../process/steady-clock.ts'
import { exitCode, Problem } from '../text/problem.ts'
import { claim } from './claim.ts'
import { unusable } from './directory.ts'
import { highest } from './generation.ts'
import { nameNobody, readAnnouncement, readHolder, Watch } from './holder.ts'
import { endNameless, readOutcome, shareFailure } from './outcome.ts'

export interface LockOptions<T> {
  /** for other processes */
  waitMs: number
  /**
   * Returns what the caller wants the lock for (such as a new token), if it exists. Called before and after each wait,
   * and once more when this process holds the lock.
   */
  ready?: () => T | undefined
  /**
   * Called at most once for each generation, when its holder has announced something. If `onWait` throws, the wait
   * ends.
   */
  onWait?: (holder: ProcessIdentity, doing: string) => void
}

const pollMs = { first: 20, longest: 200 }

/**
 * Returns the generation that this process now holds, or the first value of `ready`. Throws a stored failure by the
 * rules of `shareFailure`. Problem (exit code 75) after `waitMs`, or if no lock can be made.
 */
export async function acquire<T>(
  directory: string,
  { waitMs, ready, onWait }: LockOptions<T>,
): Promise<{ ready: T } | { generation: number; release: () => void }> {
  const started = steadyMs()
  let waitedFor: number | undefined
  let toldOf: number | undefined
  let pause = pollMs.first
  const watch = new Watch()
  for (;;) {
    const value = ready?.()
    if (value !== undefined) return { ready: value }
    const top = highest(directory)
    const holder = top > 0 ? readHolder(directory, top) : undefined
    const over = top === 0 || (await isOver(directory, top, holder, watch))
    // Call `isOver` before `shareFailure`. In the other order, this process could miss a failure that the holder stores
    // between the two calls.
    await shareFailure(directory, top, waitedFor)
    if (over) {
      const release = await claim(directory, top + 1)
      if (release) return { generation: top + 1, release }
    } else {
      waitedFor ??= top
      const doing = toldOf === top ? undefined : readAnnouncement(directory, top)
      if (holder && doing) {
        toldOf = top
        onWait?.(holder, doing)
      }
    }
    if (steadyMs() - started > waitMs) {
      // If another process was faster, there is a higher generation now.
      const isFree = over && highest(directory) === top
      throw isFree
        ? unusable(directory, 'every attempt failed')
        : busy(directory, over ? undefined : holder)
    }
    await sleep(pause * (0.75 + Math.random() / 2))
    pause = Math.min(pause * 1.5, pollMs.longest)
  }
}

/**
 * Whether a generation has ended: its holder has said so, its holder is dead, or no holder has named itself in time.
 */
async function isOver(
  directory: string,
  generation: number,
  holder: ProcessIdentity | undefined,
  watch: Watch,
): Promise<boolean> {
  if (readOutcome(directory, generation)) return true
  if (!(await watch.isDead(directory, generation, holder))) return false
  if (holder) return true
  if (nameNobody(directory, generation)) endNameless(directory, generation)
  // `nameNobody` fails if the holder has just named itself.
  return readHolder(directory, generation) === undefined
}

function busy(directory: string, holder: ProcessIdentity | undefined): Problem {
  return new Problem(
    exitCode.busy,
    `Another tfsso${holder ? ` (process ${holder.pid})` : ''} holds the lock ${directory} and does not release it.`,
    'Wait until that process ends, or end it. Then run the command again.',
  )
}
