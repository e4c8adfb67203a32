import fs from 'node:fs'
import path from 'node:path'
import { listDirectory } from '../../files/files.ts'
import { highest, readAnnouncement, readHolder, readOutcome } from '../../lock/lock-files.ts'
import { isRunning } from '../../process/identity.ts'
import { quoteForShell } from '../../text/quote.ts'
import { formatDuration } from '../../text/time.ts'
import { type Finding, ok, warning } from '../finding.ts'

/** A lock as its files have it (lib/lock/lock.ts). */
export interface LockState {
  directory: string
  /** undefined where its file makes no sense */
  holder: number | undefined
  /** whether the holder runs; undefined where that can't be seen from here */
  running: boolean | undefined
  /** what it does that takes long */
  doing: string | undefined
  /** how long ago it last gave a sign of life, ms */
  silentMs: number
}

/** The locks that are held, or that nobody has said to be over. `parents`: the directories they are in. */
export async function readLocks(parents: readonly string[], nowMs: number): Promise<LockState[]> {
  const locks: LockState[] = []
  for (const directory of parents) {
    const generation = highest(directory)
    const file = path.join(directory, String(generation))
    if (generation === 0 || readOutcome(directory, generation)) continue
    const holder = readHolder(directory, generation)
    locks.push({
      directory,
      holder: holder?.pid,
      running: holder && (await isRunning(holder)),
      doing: readAnnouncement(directory, generation),
      silentMs: nowMs - (lastSign(file) ?? nowMs),
    })
  }
  return locks
}

function lastSign(file: string): number | undefined {
  try {
    return fs.statSync(file).mtimeMs
  } catch {
    return undefined // gone meanwhile
  }
}

/** The directories of the locks: of sessions beside their tokens, of roles in the cache. */
export function findLocks(places: { tokenCache: string; cache: string }): string[] {
  const roles = path.join(places.cache, 'locks')
  return [
    ...listDirectory(places.tokenCache)
      .filter((name) => name.endsWith('.tfsso-lock'))
      .map((name) => path.join(places.tokenCache, name)),
    ...listDirectory(roles).map((name) => path.join(roles, name)),
  ]
}

/** Longer than a holder is silent, ms: lib/lock/lock.ts takes it for dead then. */
const deadMs = 30_000

/** Locks left over do no harm; who holds one for long may. */
export function checkLocks(locks: readonly LockState[]): Finding[] {
  if (locks.length === 0) return [ok('lock', 'No lock is held, and none is left over.')]
  return locks.map(({ directory, holder, running, doing, silentMs }) => {
    const who = holder === undefined ? 'an unknown process' : `process ${holder}`
    if (running === true) {
      const what = doing ? `, for the ${doing}` : ''
      return ok('lock', `${directory} is held by ${who}, which runs${what}.`, directory)
    }
    const over = [
      'The next run takes it over by itself.',
      `To remove it: rm -r ${quoteForShell(directory)}`,
    ]
    if (running === false)
      return warning('lock', `${directory} was left by ${who}, which is dead.`, over, directory)
    const silent = `silent for ${formatDuration(silentMs)}`
    const elsewhere = `${directory} was taken by ${who} of another container or machine, ${silent}.`
    return silentMs > deadMs
      ? warning('lock', elsewhere, over, directory)
      : ok('lock', elsewhere, directory)
  })
}
