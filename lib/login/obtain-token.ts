import { setTimeout as sleep } from 'node:timers/promises'
import { explainFailure, unreachable } from '../aws/clients.ts'
import { type HeldLock, withLock } from '../lock/lock.ts'
import { lockBeside } from '../lock/places.ts'
import { describeSelf, type ProcessIdentity } from '../process/identity.ts'
import { isStopped } from '../process/stopped.ts'
import {
  findStoredToken,
  findStoredTokens,
  findToken,
  isUsable,
  refreshBelowMs,
  type TokenSearch,
} from '../session/find-token.ts'
import { refreshToken } from '../session/refresh.ts'
import type { Session } from '../session/session.ts'
import {
  checkTokenFile,
  isRefreshable,
  readToken,
  remainingMs,
  type StoredToken,
  type Token,
  writeToken,
} from '../session/token.ts'
import { debug } from '../terminal/debug.ts'
import { tell } from '../terminal/say.ts'
import { exitCode, Problem } from '../text/problem.ts'
import { formatDuration } from '../text/time.ts'
import type { LoginRequest } from './log-in.ts'

/** A login may take 600 s, and AWS its time before and after; whoever waits for it waits longer. */
const loginWaitMs = 700_000
/** A refresh takes one request; it may be retried. */
const refreshWaitMs = 60_000
/** How long another tool that has refreshed just before us may take to write what it got, ms. */
const otherToolMs = 500
/** How often somebody who waits for a person looks whether another login has succeeded, ms. */
const lookMs = 500

export interface TokenRequest extends TokenSearch, LoginRequest {
  /** undefined where a login may be offered, else why not */
  noLogin: string | undefined
  /** what a person is to type for a login; `tfsso login` by default */
  loginCommand?: string
  /** log in even if there is a token (`tfsso login --force`) */
  force?: boolean
  /** log in rather than refresh: AWS refuses what a refresh gave as well */
  noRefresh?: boolean
}

/**
 * A token for the session's portal: one that is there, else a refreshed one, else a login. Processes that want one at
 * the same time share it, and a refused login fails them all. Problem 77 where no login is possible, 69 where AWS can't
 * be reached, 75 where another process holds the lock for too long.
 */
export async function obtainToken(request: TokenRequest): Promise<Token> {
  const { session, clock, noLogin, force } = request
  const known = findToken(request)
  debug(`session ${session.name}: ${describeState(request, known)}`)
  const refreshable = known !== undefined && mayRefresh(request, known)
  // A token near its end that can't be renewed serves to its end.
  const enough = known && (!refreshable || remainingMs(known, clock.now()) >= refreshBelowMs)
  if (enough && !force && isUsable(known, request)) return known
  if (noLogin !== undefined && !refreshable) throw loginNeeded(request)
  return await obtainLocked(request, known, session.lock)
}

/** Under a lock of the portal's: whoever waits for it may find what it needs. */
async function obtainLocked(
  request: TokenRequest,
  known: Token | undefined,
  at: string,
): Promise<Token> {
  const { noLogin } = request
  const beside = new LoginBeside(() => obtainLocked(request, known, lockBeside(at)))
  const token = await withLock(
    at,
    {
      waitMs: noLogin === undefined ? loginWaitMs : refreshWaitMs,
      // Whoever held the lock while we waited may have left what we need.
      ready: () => newToken(request, known) ?? beside.look(),
      onWait: (holder, doing) => {
        if (noLogin !== undefined) throw loginNeeded(request)
        beside.holder = holder
        void sayThatWeWait(holder, doing)
      },
    },
    (lock) => renew(request, lock),
  )
  if (!token) throw loginNeeded(request)
  return token
}

/**
 * A login of our own beside that of a holder who was stopped (Ctrl-Z) and so will not see the person's answer. The
 * first that succeeds serves both: a holder who goes on finds our token.
 */
class LoginBeside {
  holder: ProcessIdentity | undefined
  readonly #start: () => Promise<Token>
  #started = false
  #failure: unknown

  constructor(start: () => Promise<Token>) {
    this.#start = start
  }

  /** Starts it once the holder stands still; its token is found where all tokens are. */
  look(): undefined {
    if (this.#failure) throw this.#failure
    if (this.#started || !this.holder || !isStopped(this.holder)) return
    this.#started = true
    tell(
      `the login of process ${this.holder.pid} is stopped; \`fg\` goes on with it, or answer this one: it serves both.`,
    )
    this.#start().catch((error) => {
      this.#failure = error
    })
  }
}

/** A token that can be used and was not there before. */
function newToken(request: TokenRequest, known: Token | undefined): Token | undefined {
  const token = findToken(request)
  const changed = token && token.accessToken !== known?.accessToken
  return changed && isUsable(token, request) ? token : undefined
}

function mayRefresh({ clock, noRefresh = false }: TokenRequest, token: Token): boolean {
  return !noRefresh && isRefreshable(token, clock.now())
}

/** Says for whom we wait, but not 39 times in the very terminal that shows the login. */
async function sayThatWeWait({ pid, terminal }: ProcessIdentity, doing: string): Promise<void> {
  if (terminal === undefined || terminal !== (await describeSelf()).terminal)
    tell(`waiting for the ${doing} (process ${pid}) …`)
}

/** For TFSSO_DEBUG. */
function describeState(request: TokenRequest, token: Token | undefined): string {
  if (!token) return 'there is no token'
  const { clock, rejected = [] } = request
  const left = remainingMs(token, clock.now())
  const life = left > 0 ? `lives for another ${formatDuration(left)}` : 'has expired'
  const renewable = mayRefresh(request, token) ? 'can be refreshed' : "can't be refreshed"
  return `the token ${rejected.includes(token.accessToken) ? 'was refused by AWS' : life} and ${renewable}`
}

/** Under the lock: refresh, else log in. undefined where nobody can be asked to. */
async function renew(request: TokenRequest, lock: HeldLock): Promise<Token | undefined> {
  const { session, noLogin, force } = request
  checkTokenFile(session.tokenFile)
  const known = findStoredToken(request)
  let failure: unknown
  if (!force) {
    // The best first; where the refresh of one is refused, that of another session of the portal may not be.
    for (const stored of findStoredTokens(request)) {
      if (!mayRefresh(request, stored.token)) continue
      const fresh = await refresh(request, stored, lock)
      if (fresh && 'accessToken' in fresh) return fresh
      failure ??= fresh?.failure
    }
  }
  // Another tool, which knows no lock of ours, may have won the refresh; and a refresh that failed
  // does not take away a token that still works.
  const now = findToken(request)
  if (now && !force && isUsable(now, request)) return now
  if (failure) throw failure
  if (noLogin !== undefined) return undefined
  lock.announce(`login at ${session.startUrl}`)
  const token = withScopes(await logInUnlessServed(request, known?.token), session)
  return keep(request, { file: session.tokenFile, token }, known?.token, lock)
}

/** A login's token as it is filed. Tools that ask for scopes of their own read there what was given. */
function withScopes(token: Token, { scopes }: Session): Token {
  return scopes.length > 1 ? { ...token, scopes } : token
}

/** A refreshed token in the place of an old one; undefined where AWS refuses that, a failure where it can't be asked. */
async function refresh(
  request: TokenRequest,
  { file, token: old }: StoredToken,
  lock: HeldLock,
): Promise<Token | { failure: unknown } | undefined> {
  const { session, aws, clock } = request
  debug(`refreshing the token in ${file}`)
  try {
    const token = await refreshToken(aws, clock, session, old)
    if (token) return keep(request, { file, token }, old, lock)
  } catch (error) {
    debug(`the refresh failed: ${explainFailure(error).text}`)
    return { failure: unreachable(`refresh the session ${session.name}`, error) }
  }
  debug('the refresh was refused: the session has ended, or another tool has just refreshed it')
  if (!isUsable(old, request)) await waitForOtherTool(file, old)
  return undefined
}

/** Logs in, until another login, here or in another tool, leaves a token: the first that succeeds serves all. */
async function logInUnlessServed(request: TokenRequest, known: Token | undefined): Promise<Token> {
  const { logIn } = await import('./log-in.ts')
  const served = new AbortController()
  const look = () => {
    const token = newToken(request, known)
    if (token) served.abort(token)
  }
  const timer = setInterval(look, lookMs)
  timer.unref()
  try {
    return await logIn({ ...request, served: served.signal })
  } catch (error) {
    if (served.signal.aborted) return served.signal.reason as Token
    throw error
  } finally {
    clearInterval(timer)
  }
}

/** A refresh token is good once: who comes second is refused before the first has written its token. */
async function waitForOtherTool(file: string, refused: Token): Promise<void> {
  const deadline = performance.now() + otherToolMs
  const unchanged = () => readToken(file)?.refreshToken === refused.refreshToken
  while (performance.now() < deadline && unchanged()) await sleep(20)
}

/**
 * Writes a token that was had in the place of `known`. Where another process has taken over, or
 * another tool, which knows no lock of ours, has left a token that lives longer, that one stays.
 */
function keep(
  request: TokenRequest,
  { file, token }: StoredToken,
  known: Token | undefined,
  lock: HeldLock,
): Token {
  const { clock } = request
  const there = newToken(request, known)
  if (there && remainingMs(there, clock.now()) > remainingMs(token, clock.now())) return there
  return writeToken(file, token, lock) ? token : (findToken(request) ?? token)
}

function loginNeeded({ session, noLogin, loginCommand = 'tfsso login' }: TokenRequest): Problem {
  return new Problem(
    exitCode.denied,
    `There is no valid AWS SSO session at ${session.startUrl}, and nobody can be asked to log in: ${noLogin}.`,
    `Run \`${loginCommand}\` in a terminal, then this command again.`,
    'TFSSO=args runs with credentials of your own, TFSSO=off without tfsso.',
  )
}
