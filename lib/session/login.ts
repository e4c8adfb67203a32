import type { AwsClock } from '../support/aws-clock.ts'
import { debug } from '../support/debug.ts'
import { type HeldLock, withLock } from '../support/lock.ts'
import type { Environment } from '../support/places.ts'
import { exitCode, Problem } from '../support/problem.ts'
import { showLogin } from './announce.ts'
import { type Aws, describeAwsFailure, unreachable } from './aws.ts'
import { logInByDevice } from './device.ts'
import { refreshToken } from './refresh.ts'
import { type Session, sameStartUrl } from './session.ts'
import { isRefreshable, readToken, remainingMs, type Token, writeToken } from './token.ts'

/** A token with less life than this is refreshed where it can be, ms. As the JS SDK does. */
const refreshBelowMs = 5 * 60_000
/** A token with less life than this is of no use, ms. */
const uselessBelowMs = 5_000
/** A device code lives 600 s; whoever waits for a login waits a little longer. */
const loginWaitMs = 660_000
/** A refresh takes one request; it may be retried. */
const refreshWaitMs = 60_000

export interface TokenRequest {
  session: Session
  aws: Aws
  clock: AwsClock
  env: Environment
  /** undefined where a login may be offered, else why not */
  noLogin: string | undefined
  /** an access token that AWS has refused (401), which is not to be used again */
  rejected?: string | undefined
  /** log in even if there is a token (`tfsso login --force`) */
  force?: boolean
  /** open a browser; without it the URL is only printed */
  browser?: boolean
}

/**
 * A token for the session: the one that is there, else a refreshed one, else a login. Processes that
 * want one at the same time share it, and a refused login fails them all. Problem 77 where no login
 * is possible, 69 where AWS can't be reached, 75 where another process holds the lock for too long.
 */
export async function obtainToken(request: TokenRequest): Promise<Token> {
  const { session, clock, noLogin } = request
  const now = clock.now()
  const known = findToken(request)
  const usable = known && !request.force && isUsable(known, now)
  // A token near its end that can't be renewed serves to its end.
  if (usable && (remainingMs(known, now) >= refreshBelowMs || !isRefreshable(known, now)))
    return known
  if (noLogin !== undefined && !(known && isRefreshable(known, now))) throw loginNeeded(request)

  const before = known?.accessToken
  return await withLock(
    session.lock,
    {
      waitMs: noLogin === undefined ? loginWaitMs : refreshWaitMs,
      // Whoever held the lock while we waited may have left what we need.
      ready: () => {
        const token = findToken(request)
        const fresh = token && token.accessToken !== before && isUsable(token, clock.now())
        return fresh && remainingMs(token, clock.now()) >= refreshBelowMs ? token : undefined
      },
      onWait: ({ pid }, doing) => {
        if (doing && noLogin !== undefined) throw loginNeeded(request)
        if (doing) process.stderr.write(`tfsso: waiting for ${doing} (process ${pid}) …\n`)
      },
    },
    (lock) => renew(request, lock),
  )
}

/** The token in the session's file, else one for the start URL itself that still lives. */
export function findToken({
  session,
  clock,
  rejected,
}: Pick<TokenRequest, 'session' | 'clock' | 'rejected'>): Token | undefined {
  const token = readToken(session.tokenFile)
  const own =
    token && sameStartUrl(token.startUrl, session.startUrl) && token.region === session.region
      ? token
      : undefined
  if (own && (own.accessToken !== rejected || isRefreshable(own, clock.now()))) return own
  const legacy = readToken(session.legacyTokenFile)
  const good = legacy && legacy.accessToken !== rejected && isUsable(legacy, clock.now())
  return good && sameStartUrl(legacy.startUrl, session.startUrl) ? legacy : own
}

function isUsable(token: Token, nowMs: number): boolean {
  return remainingMs(token, nowMs) > uselessBelowMs
}

/** Under the lock: refresh, else log in. */
async function renew(request: TokenRequest, lock: HeldLock): Promise<Token> {
  const { session, clock, noLogin, rejected, force } = request
  const known = findToken(request)
  if (known && !force && isRefreshable(known, clock.now())) {
    const fresh = await tryRefresh(request, known, lock)
    if (fresh) return fresh
  }
  // Another tool, which knows no lock of ours, may have won the refresh.
  const now = findToken(request)
  const usable = now && !force && now.accessToken !== rejected && isUsable(now, clock.now())
  if (usable) return now
  if (noLogin !== undefined) throw loginNeeded(request)
  return keep(session, await logIn(request, lock), lock)
}

async function tryRefresh(
  { aws, clock, session, rejected }: TokenRequest,
  token: Token,
  lock: HeldLock,
): Promise<Token | undefined> {
  debug(`refreshing the token of session ${session.name}`)
  try {
    const fresh = await refreshToken(aws, clock, session, token)
    return fresh && keep(session, fresh, lock)
  } catch (error) {
    if (error instanceof Problem) throw error
    const { status } = describeAwsFailure(error) ?? {}
    debug(`the refresh failed: ${status ?? error}`)
    // A failed refresh does not take away a token that still works.
    if (token.accessToken !== rejected && isUsable(token, clock.now())) return token
    throw unreachable(`refresh the session ${session.name}`, error)
  }
}

async function logIn(request: TokenRequest, lock: HeldLock): Promise<Token> {
  const { session, aws, clock, env, browser = true } = request
  lock.announce(`the login at ${session.startUrl}`)
  const display = showLogin(session, env, { browser })
  try {
    return await logInByDevice(aws, clock, session, display.invite)
  } finally {
    display.end()
  }
}

/** Writes a token, unless another process has taken over: then its token is the newer one. */
function keep(session: Session, token: Token, lock: HeldLock): Token {
  if (!lock.isHeld()) return readToken(session.tokenFile) ?? token
  const old = readToken(session.tokenFile)
  const kept = old && sameStartUrl(old.startUrl, token.startUrl) ? old : undefined
  const { refreshToken: _, ...others } = kept ?? {}
  const whole = { ...others, ...token }
  writeToken(session.tokenFile, whole)
  return whole
}

function loginNeeded({ session, noLogin }: TokenRequest): Problem {
  return new Problem(
    exitCode.denied,
    `There is no valid AWS SSO session at ${session.startUrl}, and nobody can be asked to log in: ${noLogin}.`,
    'Run `tfsso login` in a terminal, then this command again.',
    'TFSSO=args runs with credentials of your own, TFSSO=off without tfsso.',
  )
}
