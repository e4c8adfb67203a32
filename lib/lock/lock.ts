import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type PrivateFileOptions, writePrivate } from '../files/write-private.ts'
import { describeSelf, isRunning, type ProcessIdentity } from '../process/identity.ts'
import { steadyMs } from '../process/steady-clock.ts'
import { exitCode, Problem } from '../text/problem.ts'
import {
  claim,
  highest,
  type Outcome,
  readAnnouncement,
  readHolder,
  readOutcome,
  stageOf,
  touch,
  writeWhole,
} from './lock-files.ts'

/*
 * A lock is a directory of numbered generations. Who wants it creates the next number, which only
 * one can (link(2) fails where the name exists), and only once the highest number is over: its
 * holder said so (`N.done`) or is dead. Being over never changes back, so an old look at it does no
 * harm, and a holder killed with SIGKILL is followed at once. The highest number is never removed.
 *
 * A holder that was suspended, in a container that its waiters can't look into, may wake up to find
 * that it was taken over. What it then writes (`replace`) must not cover what its followers wrote. It
 * goes to `N.new` first, and only then does the holder look for a higher number and rename; whoever
 * makes a higher number removes every lower `N.new` before it looks at anything. So either the holder
 * sees the number, or its rename fails, or its follower finds what it wrote.
 *
 * proper-lockfile, which the design names, takes over by stat, rmdir and mkdir, which several
 * waiters can do at once, and goes by file times, which clocks break.
 */

export interface LockOptions<T> {
  /** How long to wait for others, ms. Then a Problem (75). */
  waitMs: number
  /** What the lock is for, if it is there already: looked at before, after each wait, and under the lock. */
  ready?: () => T | undefined
  /** Called with what the holder announces, once for each holder. What it throws ends the wait. */
  onWait?: (holder: ProcessIdentity, doing: string) => void
}

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

const pollMs = { first: 20, longest: 200 }
/** A holder in another container can't be asked: it is dead when its file stays untouched so long. */
const heartbeat = { everyMs: 5_000, deadMs: 30_000 }
/** A file that names nobody: where there are no hard links it may be about to be written, ms. */
const namelessMs = 2_000

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
  const { generation } = taken
  const file = path.join(directory, String(generation))
  let over = false
  let announced: string | undefined
  const { space } = await describeSelf()
  const finish = (outcome: Outcome) => {
    if (over) return
    over = true
    clearInterval(beat)
    process.removeListener('exit', interrupted)
    // Where the directory was removed meanwhile, the number may come to be another's.
    if (fs.existsSync(file))
      writeWhole(`${file}.done`, JSON.stringify({ ...outcome, atMs: steadyMs(), space }))
  }
  const interrupted = () => finish(announced === undefined ? {} : cancelled(announced))
  process.on('exit', interrupted)
  const beat = setInterval(() => touch(file), heartbeat.everyMs)
  beat.unref()
  try {
    // The last holder may have made it since we looked.
    const value = options.ready?.()
    if (value !== undefined) return value
    const result = await work({
      announce: (doing) => {
        announced = doing
        writeWhole(`${file}.doing`, doing)
      },
      replace: (target, content, writing = {}) =>
        writePrivate(target, content, {
          ...writing,
          stage: stageOf(directory, generation),
          unless: () => highest(directory) > generation,
        }),
    })
    finish({})
    return result
  } catch (error) {
    if (error instanceof Problem) {
      const { code, message, advice } = error
      finish({ failure: { code, message, advice } })
    }
    throw error
  } finally {
    finish({})
  }
}

function cancelled(doing: string): Outcome {
  const message = `The ${doing} was cancelled (process ${process.pid}).`
  return { failure: { code: exitCode.denied, message, advice: ['Run the command again.'] } }
}

async function acquire<T>(
  directory: string,
  { waitMs, ready, onWait }: LockOptions<T>,
): Promise<{ ready: T } | { generation: number }> {
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
    // Only then: it may have failed while we looked.
    await shareFailure(directory, top, waitedFor)
    if (over) {
      if (await claim(directory, top + 1)) return { generation: top + 1 }
      continue
    }
    waitedFor ??= top
    const doing = toldOf === top ? undefined : readAnnouncement(directory, top)
    if (holder && doing) {
      toldOf = top
      onWait?.(holder, doing)
    }
    if (steadyMs() - started > waitMs) throw busy(directory, holder)
    await sleep(pause * (0.75 + Math.random() / 2))
    pause = Math.min(pause * 1.5, pollMs.longest)
  }
}

function busy(directory: string, holder: ProcessIdentity | undefined): Problem {
  return new Problem(
    exitCode.busy,
    `Another tfsso${holder ? ` (process ${holder.pid})` : ''} holds ${directory} and does not finish.`,
    'Wait for it or end it, then run the command again.',
  )
}

/**
 * Throws the failure of a generation that we waited for, or that ended after this process began: of
 * forty runs that start at once, some come to the lock only when the login has been refused.
 */
async function shareFailure(
  directory: string,
  top: number,
  waitedFor: number | undefined,
): Promise<void> {
  const { space } = await describeSelf()
  const began = steadyMs() - process.uptime() * 1000
  for (let generation = waitedFor ?? top; generation <= top; generation++) {
    const { failure, ...ended } = readOutcome(directory, generation) ?? {}
    const afterUs = ended.space === space && (ended.atMs ?? 0) > began
    if (failure && (waitedFor !== undefined || afterUs))
      throw new Problem(failure.code, failure.message, ...failure.advice)
  }
}

async function isOver(
  directory: string,
  generation: number,
  holder: ProcessIdentity | undefined,
  watch: Watch,
): Promise<boolean> {
  if (readOutcome(directory, generation)) return true
  const running = holder && (await isRunning(holder))
  if (running !== undefined) return !running
  const stoodMs = watch.unchangedMs(path.join(directory, String(generation)))
  return stoodMs > (holder ? heartbeat.deadMs : namelessMs)
}

/** How long a file's time has stood still, by our own steady clock and nobody's file times. */
class Watch {
  #seen = ''
  #since = steadyMs()

  unchangedMs(file: string): number {
    const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false })
    const now = `${file}:${stat?.mtimeNs}`
    if (now !== this.#seen) {
      this.#seen = now
      this.#since = steadyMs()
    }
    return steadyMs() - this.#since
  }
}
