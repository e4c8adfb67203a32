import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { isWord } from '../aws/answer-fields.ts'
import { errorCode } from '../files/error-code.ts'
import { listDirectory } from '../files/read.ts'
import { readShared } from '../files/read-trusted.ts'
import type { HeldLock } from '../lock/lock.ts'
import { debug } from '../terminal/debug.ts'
import { tell } from '../terminal/say.ts'
import { misconfigured } from '../text/problem.ts'

/** As in botocore's SSOTokenLoader. `key`: a session name or a start URL. */
export function tokenFileName(key: string): string {
  return `${createHash('sha1').update(key).digest('hex')}.json`
}

/**
 * The format of the cache that AWS CLI v2, boto3 and the SDKs share. Dates are RFC 3339 texts. Unknown keys are kept.
 * Some other tools don't write `region`.
 */
export interface Token {
  startUrl: string
  region: string
  accessToken: string
  expiresAt: string
  clientId?: string
  clientSecret?: string
  registrationExpiresAt?: string
  refreshToken?: string
  [other: string]: unknown
}

export interface StoredToken {
  file: string
  token: Token
}

/**
 * Sorts the tokens by file name, but puts the file `first` before all others. Files without a token are left out, such
 * as the AWS CLI's client registrations.
 */
export function listTokens(directory: string, first?: string): StoredToken[] {
  const files = listDirectory(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => path.join(directory, name))
  if (first !== undefined && files.includes(first)) files.unshift(first)
  return [...new Set(files)].flatMap((file) => {
    const token = readToken(file)
    return token ? [{ file, token }] : []
  })
}

/** As in the shared cache: whole seconds and Z. */
export function formatExpiry(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** For reading an invalid file again. */
const secondLooks = { times: 3, afterMs: 10 }

/**
 * The token in a file that we own. AWS CLI v2 writes tokens in place, so an invalid file is perhaps only half written,
 * and is read again.
 */
export function readToken(file: string): Token | undefined {
  for (let look = 0; ; look++) {
    const shared = readShared(file)
    const token = parseToken(shared?.text)
    if (token) warnOfMode(file, shared?.open ?? 0)
    if (token || shared === undefined || look === secondLooks.times) return token
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, secondLooks.afterMs)
  }
}

const warnedOf = new Set<string>()

/** Warns once for each file. `open`: other users' access, as mode bits. */
function warnOfMode(file: string, open: number): void {
  if (open === 0 || warnedOf.has(file)) return
  warnedOf.add(file)
  const text = describeMode(file, open)
  if (process.stderr.isTTY) tell(text)
  else debug(text)
}

function describeMode(file: string, open: number): string {
  const mode = (0o600 | open).toString(8).padStart(4, '0')
  return `${file} is accessible to other users of this machine (mode ${mode}), and chmod has no effect on it.`
}

/** Removes other users' access to the file (`readShared`). Returns a warning if chmod has no effect. */
export function openToOthers(file: string): string | undefined {
  const open = readShared(file)?.open ?? 0
  return open === 0 ? undefined : describeMode(file, open)
}

export function parseToken(text: string | undefined): Token | undefined {
  if (text === undefined) return undefined
  try {
    const token = JSON.parse(text)
    const whole = ['startUrl', 'accessToken', 'expiresAt'].every(
      (key) => typeof token?.[key] === 'string' && token[key] !== '',
    )
    // A text that can't be part of an HTTP header is not a token. AWS's answers get the same check.
    if (!whole || !isWord(token.accessToken)) return undefined
    const expiresAt = inUtc(token.expiresAt)
    return Number.isNaN(Date.parse(expiresAt)) ? undefined : { ...token, expiresAt }
  } catch {
    return undefined
  }
}

/** A date without a time zone is UTC. Older AWS CLIs wrote "UTC" at the end, which is not RFC 3339. */
function inUtc(date: string): string {
  const bare = date.replace(/\s*UTC$/, '')
  return /T[\d:.]+$/.test(bare) ? `${bare}Z` : bare
}

/**
 * Problem (exit code 78) if no token can be written to this file. Call this function before a login or a refresh. A
 * refresh token works only once, so the new token must be stored.
 */
export function checkTokenFile(file: string): void {
  if (fs.lstatSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw misconfigured(`${file} is a directory.`, 'Remove it and run the command again.')
  const directory = path.dirname(file)
  try {
    fs.accessSync(directory, fs.constants.W_OK)
  } catch (error) {
    throw misconfigured(
      `${directory} cannot be written to: ${errorCode(error)}.`,
      'tfsso stores the token of the AWS session there. Make the directory writable and run the command again.',
    )
  }
}

/** Returns false if another process has taken over the lock. Problem (exit code 78) if the file can't be written. */
export function writeToken(file: string, token: Token, lock: Pick<HeldLock, 'replace'>): boolean {
  return lock.replace(file, JSON.stringify(token), { precious: true })
}

/** Negative if the token has expired. `nowMs`: AWS's clock. */
export function remainingMs(token: Token, nowMs: number): number {
  return Date.parse(token.expiresAt) - nowMs
}

export function isRefreshable(token: Token, nowMs: number): boolean {
  const { refreshToken, clientId, clientSecret, registrationExpiresAt } = token
  return Boolean(
    refreshToken &&
      clientId &&
      clientSecret &&
      registrationExpiresAt &&
      Date.parse(registrationExpiresAt) > nowMs,
  )
}

/** Usable at once, only after a silent refresh, or not at all. */
export type SessionState = 'valid' | 'refreshable' | 'none'

/** `nowMs`: AWS's clock. */
export function sessionState(token: Token | undefined, nowMs: number): SessionState {
  if (!token) return 'none'
  if (remainingMs(token, nowMs) > 0) return 'valid'
  return isRefreshable(token, nowMs) ? 'refreshable' : 'none'
}
