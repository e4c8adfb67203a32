import { credentialsIn } from '../files/cache-places.ts'
import { sha256 } from '../files/digest.ts'
import { readPrivate } from '../files/read-trusted.ts'
import type { Environment, Places } from '../files/user-paths.ts'
import { cacheDirectory, clockFile } from '../files/user-paths.ts'
import type { HeldLock } from '../lock/lock.ts'
import { namesOf } from '../process/environment-table.ts'
import type { Session } from '../session/session.ts'
import type { Token } from '../session/token.ts'
import { debug } from '../terminal/debug.ts'
import { asProblem } from '../text/attempt.ts'
import { quoteForShell, unquoteFromShell } from '../text/quote.ts'
import { reportMarginMs } from './renewal.ts'

/** `expiration` is a time on AWS's clock, ms since 1970. */
export interface RoleCredentials {
  accountId: string
  role: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  expiration: number
  /** how long the credentials were still valid when AWS gave them */
  lifetimeMs: number
  /**
   * hash of the access token with which tfsso fetched the credentials. If that token is no longer stored, tfsso uses
   * these credentials only if AWS gives no new ones
   */
  tokenHash: string
}

/** libexec/credentials checks this line before it sources the file: a corrupt file might not be valid sh. */
const firstLine = '# tfsso credentials'
/**
 * Closes the block of commands. If the file is incomplete, this line is missing, and sh runs no command of the block.
 */
const lastLine = '}'
/**
 * The beginning of the line that node reads: the credentials as JSON. sh does not need this line, and skips a comment
 * faster than an assignment. So the line is a comment.
 */
const storedName = '# tfsso_stored'

/** Variables that decide where the token is stored, and where requests go. */
const decisive = namesOf(({ decidesCredentials }) => decidesCredentials)
/** Words of sh: the first five arguments of libexec/credentials and the values of `decisive`. */
const asked = ['$1', '$2', '$3', '$4', '$5', ...decisive.map((name) => `\${${name}-}`)].join('|')

export function hashToken({ accessToken }: Token): string {
  return sha256(accessToken)
}

export function isFrom(credentials: RoleCredentials, token: Token): boolean {
  return credentials.tokenHash === hashToken(token)
}

/**
 * Role credentials on disk, one sh file for each account and role. libexec/credentials sources this file, which prints
 * the credentials only for a matching request. The file's modification time, by the filesystem's clock, says when to
 * fetch new credentials.
 */
export class CredentialStore {
  readonly #places: Places
  readonly #session: string

  constructor(places: Places, session: Session, env: Environment) {
    this.#places = places
    this.#session = describeSession(session, env)
  }

  /** What `asked` expands to if exactly these credentials are requested. */
  #owner(accountId: string, role: string): string {
    return `${accountId}|${role}|${this.#session}`
  }

  #file(accountId: string, role: string): string {
    return credentialsIn(this.#places.cache, accountId, role)
  }

  /** The stored credentials, even if they have expired. With `token`: only if they were fetched with it. */
  read(accountId: string, role: string, token: Token | undefined): RoleCredentials | undefined {
    const owner = this.#owner(accountId, role)
    const stored = parseStored(readPrivate(this.#file(accountId, role)), owner)
    if (stored?.accountId !== accountId || (token && !isFrom(stored, token))) return undefined
    return stored
  }

  /**
   * Both times are ms on this machine's clock. Stores nothing if another process has taken over the role's lock, or if
   * the file can't be written. Problem (exit code 78) if the directory can't be created, or can't be made private.
   */
  write(
    accountId: string,
    role: string,
    credentials: RoleCredentials,
    times: { renewAtMs: number; endAtMs: number },
    lock: Pick<HeldLock, 'replace'>,
  ): void {
    const lines = [
      firstLine,
      `tfsso_owner=${quoteForShell(this.#owner(accountId, role))}`,
      `${storedName}=${quoteForShell(JSON.stringify(credentials))}`,
      `[ "$tfsso_owner" != "${asked}" ] || {`,
      `tfsso_print ${quoteForShell(formatProcessOutput(credentials, times.endAtMs))} && exit`,
      lastLine,
    ]
    cacheDirectory(this.#places, 'credentials')
    cacheDirectory(this.#places, 'credentials', accountId)
    try {
      clockFile(this.#places)
      const file = this.#file(accountId, role)
      lock.replace(file, `${lines.join('\n')}\n`, { mtimeMs: times.renewAtMs })
    } catch (error) {
      debug(`the credentials were not stored: ${asProblem(error).message}`)
    }
  }
}

/** The session's part of `#owner`, in the order of `asked`. */
function describeSession(session: Session, env: Environment): string {
  return [
    session.name,
    session.startUrl,
    session.region,
    ...decisive.map((name) => env[name] ?? ''),
  ].join('|')
}

/** Source: AWS SDKs and Tools Reference Guide, "Process credential provider". */
export function formatProcessOutput(credentials: RoleCredentials, endAtMs: number): string {
  const { accessKeyId, secretAccessKey, sessionToken, lifetimeMs } = credentials
  return JSON.stringify({
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(endAtMs - reportMarginMs(lifetimeMs)).toISOString(),
  })
}

/** Reads a line `name='value'`. A value that contains a newline can't be read. */
export function readLine(text: string, name: string): string | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}=`))
  return line === undefined ? undefined : unquoteFromShell(line.slice(name.length + 1))
}

function isWhole(stored: RoleCredentials): boolean {
  const { accessKeyId, secretAccessKey, sessionToken, tokenHash, expiration, lifetimeMs } = stored
  const texts = [accessKeyId, secretAccessKey, sessionToken, tokenHash]
  return texts.every(Boolean) && Number.isFinite(expiration) && Number.isFinite(lifetimeMs)
}

function parseStored(text: string | undefined, owner: string): RoleCredentials | undefined {
  if (
    !text?.startsWith(`${firstLine}\n`) ||
    !text.endsWith(`\n${lastLine}\n`) ||
    readLine(text, 'tfsso_owner') !== owner
  )
    return undefined
  try {
    const stored = JSON.parse(readLine(text, storedName) ?? '')
    return isWhole(stored) ? stored : undefined
  } catch {
    return undefined
  }
}
