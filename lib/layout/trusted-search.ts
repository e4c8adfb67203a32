import fs from 'node:fs'
import os from 'node:os'
import { keepsModes } from '../files/keeps-modes.ts'
import { readIfThere } from '../files/read.ts'
import { isStillTrusted, readTrustList, trustedBySetting } from '../files/trust-list.ts'
import type { Environment } from '../files/user-paths.ts'
import { attempt, orElse } from '../text/attempt.ts'
import { misconfigured, Problem } from '../text/problem.ts'
import { quoteForShell } from '../text/quote.ts'
import {
  type Entry,
  type Look,
  Trust,
  trustedOwners,
  type Untrusted,
} from './whose-files-decide.ts'

/** Whether a file is trusted to decide that `base` is the directory of an account or a project. */
export type Counts = (file: string, base: string) => boolean

export interface Searched<T> {
  found: T
  trust: Trust
  /** untrusted files that can be ignored (not `Untrusted.inside`) */
  ignored: readonly Untrusted[]
}

/**
 * `search` must call `counts` for each file that it relies on. If `search` throws a Problem, the advice also names the
 * ignored files. Problem (exit code 78) for an untrusted file that can't be ignored (`Untrusted.inside`).
 */
export function searchTrusted<T>(
  directory: string,
  env: Environment,
  search: (counts: Counts) => T,
  isLayer: (found: T) => boolean,
): Searched<T> {
  const options = {
    look: lookOnce(),
    exceptions: exceptionsOf(env),
    privateGroups,
  }
  const me = process.getuid?.() ?? -1
  const owners = trustedOwners(me, options.look(directory)?.uid ?? me)
  let last: Searched<T> | Problem | undefined
  for (const trusted of owners) {
    const trust = new Trust(directory, { ...options, owners: trusted })
    const ignored: Untrusted[] = []
    const counts: Counts = (file, base) => {
      const untrusted = trust.judge(file, base)
      if (untrusted?.inside) throw untrustedFile(untrusted)
      if (untrusted && !ignored.some((other) => other.file === file)) ignored.push(untrusted)
      return untrusted === undefined
    }
    const found = attempt(() => search(counts))
    last =
      found instanceof Problem
        ? new Problem(found.code, found.message, ...describeIgnored(ignored), ...found.advice)
        : { found, trust, ignored }
    if (!(last instanceof Problem) && isLayer(last.found)) break
  }
  if (last instanceof Problem) throw last
  return last as Searched<T>
}

export function untrustedFile({ file, base, at, uid }: Untrusted): Problem {
  const what = at === file ? file : `${at}, on the way to ${file},`
  return misconfigured(
    `${what} belongs to another user (${nameOf(uid)}), so tfsso does not use the file.`,
    `If you trust everybody who can write there: tfsso trust ${quoteForShell(base)}`,
  )
}

/** Lines for a message: whose files were ignored, and how to trust them. */
export function describeIgnored(ignored: readonly Untrusted[]): string[] {
  return ignored.map(untrustedFile).flatMap(({ message, advice }) => [message, ...advice])
}

export function openFile(at: string, base: string): Problem {
  return misconfigured(
    `Other users can write to ${at}, so they could change the credentials that a run gets.`,
    `Run: chmod go-w ${quoteForShell(at)}`,
    `Or, if you trust everybody who can write there: tfsso trust ${quoteForShell(base)}`,
  )
}

/**
 * Whether a run must stop if other users can write to a file. False if the run is in a CI job, if the umask is 0 (as on
 * many CI runners), or if the file system perhaps stores no modes (`keepsModes`).
 */
export function modesDecide(file: string, isJob: boolean): boolean {
  return !isJob && process.umask() !== 0 && keepsModes(file)
}

function nameOf(uid: number): string {
  const lines = readIfThere('/etc/passwd')?.toString('utf8').split('\n') ?? []
  const name = lines.find((line) => line.split(':')[2] === String(uid))?.split(':')[0]
  return name ? `${name}, uid ${uid}` : `uid ${uid}`
}

function exceptionsOf(env: Environment): string[] {
  const kept = readTrustList(env).filter(isStillTrusted)
  return [...kept.map(({ directory }) => directory), ...trustedBySetting(env)]
}

function lookOnce(): Look {
  const known = new Map<string, Entry | undefined>()
  return (file) => {
    if (!known.has(file)) known.set(file, look(file))
    return known.get(file)
  }
}

function look(file: string): Entry | undefined {
  try {
    const { uid, gid, mode } = fs.lstatSync(file)
    const link = (mode & fs.constants.S_IFMT) === fs.constants.S_IFLNK
    return { uid, gid, mode: mode & 0o7777, ...(link ? { link: fs.readlinkSync(file) } : {}) }
  } catch {
    return undefined // it does not exist, or can't be read
  }
}

/**
 * The group of this process, if the group has the user's name and no other member (/etc/group). Most Linux
 * distributions create such a group for each user.
 */
function privateGroups(): number[] {
  const gid = process.getgid?.()
  const lines = readIfThere('/etc/group')?.toString('utf8').split('\n') ?? []
  const [name, , , members] =
    lines.find((line) => line.split(':')[2] === String(gid))?.split(':') ?? []
  const mine = attemptName()
  const others = (members ?? '').split(',').filter((member) => member !== '' && member !== mine)
  return gid !== undefined && mine !== undefined && name === mine && others.length === 0
    ? [gid]
    : []
}

function attemptName(): string | undefined {
  return orElse(() => os.userInfo().username, undefined) // some containers have no entry in passwd for the user
}
