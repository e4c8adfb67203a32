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

/** Role credentials. Times are ms since 1970 on AWS's clock. */
export interface RoleCredentials {
  /** for whom AWS was asked: 12 digits, and the role's own name */
  accountId: string
  role: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  expiration: number
  /** how long they live from their making, ms */
  lifetimeMs: number
  /** of the access token that they were fetched with: another login means other credentials */
  tokenHash: string
}

/** Checked before sourcing: a corrupt file may not be valid sh. */
const firstLine = '# tfsso credentials'
/** Shows that the file is whole: without it, sh does nothing of what it ends. */
const lastLine = '}'
/** What only node reads: for sh a comment, which costs less than a value. */
const storedName = '# tfsso_stored'

/** The variables that role credentials depend on. */
const decisive = namesOf(({ decidesCredentials }) => decidesCredentials)
/** What libexec/credentials was asked for, as it expands there. */
const asked = ['$1', '$2', '$3', '$4', '$5', ...decisive.map((name) => `\${${name}-}`)].join('|')

/** What stands for an access token in the cache. */
export function hashToken({ accessToken }: Token): string {
  return sha256(accessToken)
}

/**
 * Role credentials on disk, one file an account and role. Each is a text that libexec/credentials
 * reads by `.`, and that prints what a credential process prints if it is what was asked for; its
 * modification time is when they are to be fetched again, on the clock of its filesystem.
 */
export class CredentialStore {
  readonly #places: Places
  readonly #session: string

  constructor(places: Places, session: Session, env: Environment) {
    this.#places = places
    this.#session = describeSession(session, env)
  }

  /** What it must be asked for: `asked`, expanded. */
  #owner(accountId: string, role: string): string {
    return `${accountId}|${role}|${this.#session}`
  }

  #file(accountId: string, role: string): string {
    return credentialsIn(this.#places.cache, accountId, role)
  }

  /** What is stored for this role and was fetched with this token, however old. */
  read(accountId: string, role: string, token: Token | undefined): RoleCredentials | undefined {
    const owner = this.#owner(accountId, role)
    const stored = parseStored(readPrivate(this.#file(accountId, role)), owner)
    if (stored?.accountId !== accountId || (token && stored.tokenHash !== hashToken(token)))
      return undefined
    return stored
  }

  /**
   * Keeps credentials until `renewAtMs`, and has a credential process say that they end a little
   * before `endAtMs`; both on this machine's clock, ms. Nothing is kept where another process has
   * taken over the role's lock, or on a disk that can't be written to.
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
      debug(`the credentials were not kept: ${asProblem(error).message}`)
    }
  }
}

/** The session, and what decides where its token lies and which AWS is asked. */
function describeSession(session: Session, env: Environment): string {
  return [
    session.name,
    session.startUrl,
    session.region,
    ...decisive.map((name) => env[name] ?? ''),
  ].join('|')
}

/** What a credential process prints (SDK reference guide, «Process credential provider»). */
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

/** A line `name='value'`; a value may hold newlines, but none of ours does. */
function readLine(text: string, name: string): string | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}=`))
  return line === undefined ? undefined : unquoteFromShell(line.slice(name.length + 1))
}

function ownerOf(text: string): string | undefined {
  return readLine(text, 'tfsso_owner')
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
    ownerOf(text) !== owner
  )
    return undefined
  try {
    const stored = JSON.parse(readLine(text, storedName) ?? '')
    return isWhole(stored) ? stored : undefined
  } catch {
    return undefined
  }
}
