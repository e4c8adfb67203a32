import { highest } from '../../lock/generation.ts'
import {
  silentMs as deadMs,
  namelessMs,
  readAnnouncement,
  readHolder,
  signsOfLife,
} from '../../lock/holder.ts'
import { readOutcome } from '../../lock/outcome.ts'
import { isRunning } from '../../process/identity.ts'
import { attempt } from '../../text/attempt.ts'
import { Problem } from '../../text/problem.ts'
import { quoteForShell } from '../../text/quote.ts'
import { formatDuration } from '../../text/time.ts'
import { brokenBy, type Finding, ok, warning } from '../finding.ts'

/** A lock as its files describe it (lib/lock/lock.ts). */
export interface LockState {
  directory: string
  /** process id; undefined if the holder's file is missing or can't be read */
  holder: number | undefined
  /** undefined if tfsso can't tell, for example for a holder in another container */
  running: boolean | undefined
  /** the slow step that the holder has announced */
  doing: string | undefined
  /** how long ago the holder last touched its files; 0 if they have been removed */
  silentMs: number
}

/** A lock whose directory can't be listed. */
export interface UnreadableLock {
  directory: string
  problem: Problem
}

/** `parents`: the directories of all locks, held or not (`findLocks`). */
export async function readLocks(
  parents: readonly string[],
  nowMs: number,
): Promise<(LockState | UnreadableLock)[]> {
  const locks: (LockState | UnreadableLock)[] = []
  for (const directory of parents) {
    const generation = attempt(() => highest(directory))
    if (generation instanceof Problem) {
      locks.push({ directory, problem: generation })
      continue
    }
    if (generation === 0 || readOutcome(directory, generation)) continue
    const holder = readHolder(directory, generation)
    locks.push({
      directory,
      holder: holder?.pid,
      running: holder && (await isRunning(holder)),
      doing: readAnnouncement(directory, generation),
      silentMs: nowMs - lastSignMs(directory, generation, nowMs),
    })
  }
  return locks
}

/** `nowMs` if the holder's files have been removed meanwhile. */
function lastSignMs(directory: string, generation: number, nowMs: number): number {
  const signs = signsOfLife(directory, generation)
  return signs.length > 0 ? Math.max(...signs.map((ns) => Number(ns / 1_000_000n))) : nowMs
}

/** A lock that was left behind does no harm: the next run takes it over. */
export function checkLocks(locks: readonly (LockState | UnreadableLock)[]): Finding[] {
  if (locks.length === 0) return [ok('lock', 'No lock is held or abandoned.')]
  return locks.map((lock) => {
    if ('problem' in lock) return brokenBy('lock', lock.problem, lock.directory)
    const { directory, holder, running, doing, silentMs } = lock
    const who = holder === undefined ? 'an unknown process' : `process ${holder}`
    if (running === true) {
      const what = doing ? `, for the ${doing}` : ''
      return ok('lock', `${directory} is held by ${who}, which is still running${what}.`, directory)
    }
    const over = ['The next run takes it over.', `To remove it: rm -r ${quoteForShell(directory)}`]
    if (running === false)
      return warning('lock', `${directory} was left by ${who}, which has ended.`, over, directory)
    if (holder === undefined && silentMs > namelessMs) {
      const message = `${directory} was taken by a process that ended before it could write down its id.`
      return warning('lock', message, over, directory)
    }
    const silent = `its last sign of life was ${formatDuration(silentMs)} ago`
    const elsewhere = `${directory} was taken by ${who} in another container or on another machine; ${silent}.`
    return silentMs > deadMs
      ? warning('lock', elsewhere, over, directory)
      : ok('lock', elsewhere, directory)
  })
}
