import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { listDirectory, sha256 } from './files.ts'
import { exitCode, Problem } from './problem.ts'
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

/** How a generation ended. A failure is shared with all who were there before it. */
interface Outcome {
  failure?: Pick<Problem, 'code' | 'message' | 'advice'>
  /** when, on the steady clock of `space` (CLOCK_MONOTONIC, which processes share), ms */
  atMs?: number
  space?: string
}

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
      isHeld: () => highest(directory) <= generation,
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
  const started = performance.now()
  let waitedFor: number | undefined
  let toldOf: number | undefined
  let pause = pollMs.first
  const watch = new Watch()
  for (;;) {
    const value = ready?.()
    if (value !== undefined) return { ready: value }
    const top = highest(directory)
    await shareFailure(directory, top, waitedFor)
    const holder = top > 0 ? readHolder(directory, top) : undefined
    if (top === 0 || (await isOver(directory, top, holder, watch))) {
      if (await claim(directory, top + 1)) return { generation: top + 1 }
      continue
    }
    waitedFor ??= top
    const doing = toldOf === top ? undefined : readText(path.join(directory, `${top}.doing`))
    if (holder && doing) {
      toldOf = top
      onWait?.(holder, doing)
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
  const numbers = listDirectory(directory).filter((name) => /^[1-9]\d{0,14}$/.test(name))
  return Math.max(0, ...numbers.map(Number))
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
    const outcome = readOutcome(directory, generation)
    const afterUs = outcome.space === space && (outcome.atMs ?? 0) > began
    const { failure } = outcome
    if (failure && (waitedFor !== undefined || afterUs))
      throw new Problem(failure.code, failure.message, ...failure.advice)
  }
}

/** The steady clock that all processes of this machine share, ms. */
function steadyMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n)
}

function readOutcome(directory: string, generation: number): Outcome {
  try {
    return JSON.parse(readText(path.join(directory, `${generation}.done`)) ?? '{}')
  } catch {
    return {}
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
  const self = JSON.stringify(await describeSelf())
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw unusable(directory, error)
  }
  try {
    createWhole(file, self)
  } catch (error) {
    // Somebody was faster, or removed the directory, which anyone may at any time.
    if (['EEXIST', 'ENOENT'].includes(codeOf(error))) return false
    throw unusable(directory, error)
  }
  if (highest(directory) !== generation) {
    fs.rmSync(file, { force: true })
    return false
  }
  clean(directory, generation - keptGenerations)
  return true
}

/** Creates a file with its content, in one step that fails where the name exists (EEXIST). */
function createWhole(file: string, content: string): void {
  const temporary = temporaryName(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600 })
    fs.linkSync(temporary, file)
  } catch (error) {
    if (!noLinks.has(codeOf(error))) throw error
    // Two steps: whoever is killed in between leaves an empty file, which is dead after a while.
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } finally {
    fs.rmSync(temporary, { force: true })
  }
}

/** What link(2) says on a filesystem that has no hard links. */
const noLinks = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? ''

function unusable(directory: string, error: unknown): Problem {
  return new Problem(
    exitCode.busy,
    `No lock can be had at ${directory} (${codeOf(error)}).`,
    'It must be a directory that you can write to, on a disk that is not full.',
  )
}

/** Removes what is older than a generation, and temporary files that a killed process left. */
function clean(directory: string, before: number): void {
  for (const name of listDirectory(directory)) {
    const file = path.join(directory, name)
    const left =
      name.startsWith('.') &&
      Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 86_400_000
    if (left || (/^\d+(\.|$)/.test(name) && Number.parseInt(name, 10) < before))
      fs.rmSync(file, { force: true, recursive: true })
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
