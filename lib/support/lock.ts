import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from './files.ts'
import { type ExitCode, exitCode, Problem } from './problem.ts'
import { describeSelf, isRunning, type ProcessIdentity } from './process-identity.ts'

/*
 * A lock is a directory of numbered generations. Who wants it creates the next number, which only
 * one can (link(2) fails where the name exists), and only once the highest number is over: its
 * holder said so (`N.done`) or is dead. Being over never changes back, so an old look at it does no
 * harm, and a holder killed with SIGKILL is followed at once. The highest number is never removed.
 *
 * proper-lockfile, which the design names, takes over by stat, rmdir and mkdir, which several
 * waiters can do at once, and goes by file times, which clocks break.
 */

/** How a generation ended. A failure is shared with those who waited for it. */
interface Outcome {
  failure?: { code: ExitCode; message: string; advice: readonly string[] }
}

export interface LockOptions<T> {
  /** How long to wait for others, ms. Then a Problem (75). */
  waitMs: number
  /** What the lock is for, if it is there already: looked at before waiting and after each wait. */
  ready?: () => T | undefined
  /** Called once, with what the holder says that it does, when there is somebody to wait for. */
  onWait?: (holder: ProcessIdentity, doing: string | undefined) => void
}

export interface HeldLock {
  /** Tells those who wait what is going on. */
  announce(doing: string): void
  /** Whether nobody has taken over; ask before writing what the lock protects. */
  isHeld(): boolean
}

const pollMs = { first: 20, longest: 200 }
/** Generations kept behind the highest, for those who still want to read how they ended. */
const keptGenerations = 64
/** A holder in another container can't be asked: it is dead when its file stays untouched so long. */
const heartbeat = { everyMs: 5_000, deadMs: 30_000 }

/**
 * Runs `work` while no other process holds the lock `directory`. Problems that `work` throws are
 * thrown in those who wait, too.
 */
export async function withLock<T>(
  directory: string,
  options: LockOptions<T>,
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  const taken = await acquire(directory, options)
  if ('ready' in taken) return taken.ready
  const { generation } = taken
  let over = false
  const finish = (outcome: Outcome) => {
    if (over) return
    over = true
    clearInterval(beat)
    process.removeListener('exit', interrupted)
    writeWhole(path.join(directory, `${generation}.done`), JSON.stringify(outcome))
  }
  const interrupted = () =>
    finish({ failure: { code: exitCode.denied, message: 'It was cancelled.', advice: [] } })
  process.on('exit', interrupted)
  const file = path.join(directory, String(generation))
  const beat = setInterval(() => touch(file), heartbeat.everyMs)
  beat.unref()
  try {
    const result = await work({
      announce: (doing) => writeWhole(path.join(directory, `${generation}.doing`), doing),
      isHeld: () => highest(directory) === generation,
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

async function acquire<T>(
  directory: string,
  { waitMs, ready, onWait }: LockOptions<T>,
): Promise<{ ready: T } | { generation: number }> {
  const started = performance.now()
  let waitedFor: number | undefined
  let told = false
  let pause = pollMs.first
  const watch = new Watch()
  for (;;) {
    const value = ready?.()
    if (value !== undefined) return { ready: value }
    const top = highest(directory)
    if (waitedFor !== undefined) shareFailure(directory, waitedFor, top)
    const holder = top > 0 ? readHolder(directory, top) : undefined
    if (top === 0 || (await isOver(directory, top, holder, watch))) {
      if (await claim(directory, top + 1)) return { generation: top + 1 }
      continue
    }
    waitedFor ??= top
    if (!told && holder) {
      told = true
      onWait?.(holder, readText(path.join(directory, `${top}.doing`)))
    }
    if (performance.now() - started > waitMs) throw busy(directory, holder)
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

/** The highest generation, 0 where there is none yet. */
function highest(directory: string): number {
  let top = 0
  for (const name of fs.readdirSync(directory)) if (/^\d+$/.test(name)) top = Math.max(top, +name)
  return top
}

function shareFailure(directory: string, from: number, to: number): void {
  for (let generation = from; generation <= to; generation++) {
    const text = readText(path.join(directory, `${generation}.done`))
    const { failure } = text ? (JSON.parse(text) as Outcome) : {}
    if (failure) throw new Problem(failure.code, failure.message, ...failure.advice)
  }
}

function readHolder(directory: string, generation: number): ProcessIdentity | undefined {
  try {
    return JSON.parse(readText(path.join(directory, String(generation))) ?? '')
  } catch {
    return undefined
  }
}

async function isOver(
  directory: string,
  generation: number,
  holder: ProcessIdentity | undefined,
  watch: Watch,
): Promise<boolean> {
  if (fs.existsSync(path.join(directory, `${generation}.done`))) return true
  const running = holder && (await isRunning(holder))
  if (running !== undefined) return !running
  return watch.unchangedMs(path.join(directory, String(generation))) > heartbeat.deadMs
}

/** How long a file's time has stood still, by our own steady clock and nobody's file times. */
class Watch {
  #seen = ''
  #since = performance.now()

  unchangedMs(file: string): number {
    const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false })
    const now = `${file}:${stat?.mtimeNs}`
    if (now !== this.#seen) {
      this.#seen = now
      this.#since = performance.now()
    }
    return performance.now() - this.#since
  }
}

/** Creates the generation if nobody has, and nobody has gone further meanwhile. */
async function claim(directory: string, generation: number): Promise<boolean> {
  const file = path.join(directory, String(generation))
  const temporary = temporaryName(file)
  fs.writeFileSync(temporary, JSON.stringify(await describeSelf()), { mode: 0o600 })
  try {
    fs.linkSync(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    fs.rmSync(temporary, { force: true })
  }
  if (highest(directory) !== generation) {
    fs.rmSync(file, { force: true })
    return false
  }
  clean(directory, generation - keptGenerations)
  return true
}

/** Removes what is older than a generation, and temporary files that a killed process left. */
function clean(directory: string, before: number): void {
  for (const name of fs.readdirSync(directory)) {
    const file = path.join(directory, name)
    const left =
      name.startsWith('.') &&
      Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 3600_000
    if (left || (/^\d+(\.|$)/.test(name) && Number.parseInt(name, 10) < before))
      fs.rmSync(file, { force: true })
  }
}

function temporaryName(file: string): string {
  const unique = sha256(`${process.pid} ${Math.random()}`).slice(0, 12)
  return path.join(path.dirname(file), `.${process.pid}-${unique}`)
}

function writeWhole(file: string, content: string): void {
  const temporary = temporaryName(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600 })
    fs.renameSync(temporary, file)
  } catch {
    // The directory has gone or the disk is full: a dead holder is seen by its pid.
    fs.rmSync(temporary, { force: true })
  }
}

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function touch(file: string): void {
  try {
    const now = new Date()
    fs.utimesSync(file, now, now)
  } catch {
    // gone
  }
}
