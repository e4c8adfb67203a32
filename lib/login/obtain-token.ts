import { setTimeout as sleep } from 'node:timers/promises'
import { explainFailure, unreachable } from '../aws/failure.ts'
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
import { denied, type Problem } from '../text/problem.ts'
import { formatDuration } from '../text/time.ts'
import { describeLife } from './life.ts'
import type { LoginRequest } from './log-in.ts'

/** How long to wait for another process's login, ms. The person has 600 s, and AWS needs time, too. */
const loginWaitMs = 700_000
/** How long to wait for another process's refresh, ms. A refresh is one request, perhaps with retries. */
const refreshWaitMs = 60_000
/** How long to wait until another tool has written the token that it has just refreshed, ms. */
const otherToolMs = 500
/** How often a login checks whether another login has succeeded first, ms. */
const lookMs = 500

export interface TokenRequest extends TokenSearch, LoginRequest {
  /** why nobody can be asked to log in */
  noLogin: string | undefined
  /** the command that messages suggest */
  loginCommand?: string
  /** log in even if there is a token (`tfsso login --force`) */
  force?: boolean
  /** don't print that the login succeeded, because the caller prints it */
  isTold?: boolean
}

/**
 * Gets a token for the session's portal. Tries these in turn (with `force`, only the login):
 * 1. a usable stored token (`isUsable`), unless it expires soon and can be refreshed
 * 2. a refresh
 * 3. a stored token that is still usable
 * 4. a login. But if a refresh failed for any reason except AWS's refusal, throws that failure (exit code 69)
 *
 * Processes that need a token at the same time share the result, even a refused login. Problem (exit code 77) if no
 * login is possible, 75 if another process holds the lock for too long, 78 if the token can't be stored. Other Problems
 * are those of `logIn`.
 */
export async function obtainToken(request: TokenRequest): Promise<Token> {
  const { session, clock, noLogin, force } = request
  const known = findToken(request)
  debug(`session ${session.name}: ${describeState(request, known)}`)
  const refreshable = known !== undefined && mayRefresh(request, known)
  // If the token expires soon and can't be refreshed, it is used as long as `isUsable` allows.
  const enough = known && (!refreshable || remainingMs(known, clock.now()) >= refreshBelowMs)
  if (enough && !force && isUsable(known, request)) return known
  if (noLogin !== undefined && !refreshable) throw loginNeeded(request)
  return await obtainLocked(request, known, session.lock)
}

/** Gets the token under the lock `at`, or returns one that another process has stored meanwhile. */
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
 * A second login beside the login of a stopped process (Ctrl-Z). That process still holds the lock, but can't notice
 * that the person has allowed its login. The first login that succeeds serves both.
 */
class LoginBeside {
  holder: ProcessIdentity | undefined
  readonly #start: () => Promise<Token>
  #started = false
  #failure: unknown

  constructor(start: () => Promise<Token>) {
    this.#start = start
  }

  /**
   * Starts the second login if the lock's holder is stopped. If the second login has failed, throws its failure. Never
   * returns a token: `newToken` finds the new token on disk.
   */
  look(): undefined {
    if (this.#failure) throw this.#failure
    if (this.#started || !this.holder || !isStopped(this.holder)) return
    this.#started = true
    tell(
      `the login of process ${this.holder.pid} is suspended. Continue it with \`fg\`, or answer this one, which serves both.`,
    )
    this.#start().catch((error) => {
      this.#failure = error
    })
  }
}

function newToken(request: TokenRequest, known: Token | undefined): Token | undefined {
  const token = findToken(request)
  const changed = token && token.accessToken !== known?.accessToken
  return changed && isUsable(token, request) ? token : undefined
}

/** If AWS has refused two tokens, only a login can help. */
function mayRefresh({ clock, rejected = [] }: TokenRequest, token: Token): boolean {
  return rejected.length < 2 && isRefreshable(token, clock.now())
}

/** Says nothing if the lock's holder shows its login on this very terminal. */
async function sayThatWeWait({ pid, terminal }: ProcessIdentity, doing: string): Promise<void> {
  if (terminal === undefined || terminal !== (await describeSelf()).terminal)
    tell(`waiting for the ${doing} (process ${pid}) …`)
}

function describeState(request: TokenRequest, token: Token | undefined): string {
  if (!token) return 'there is no token'
  const { clock, rejected = [] } = request
  const left = remainingMs(token, clock.now())
  const life = left > 0 ? `is valid for another ${formatDuration(left)}` : 'has expired'
  const renewable = mayRefresh(request, token) ? 'can be refreshed' : "can't be refreshed"
  return `the token ${rejected.includes(token.accessToken) ? 'was refused by AWS' : life} and ${renewable}`
}

/** Steps 2 to 4 of `obtainToken`, under the lock. undefined if a login is needed, but nobody can be asked to log in. */
async function renew(request: TokenRequest, lock: HeldLock): Promise<Token | undefined> {
  const { session, clock, noLogin, force, isTold } = request
  checkTokenFile(session.tokenFile)
  const known = findStoredToken(request)
  let failure: unknown
  if (!force) {
    // If AWS refuses to refresh the best token, perhaps the token of another session works.
    for (const stored of findStoredTokens(request)) {
      if (!mayRefresh(request, stored.token)) continue
      const fresh = await refresh(request, stored, lock)
      if (fresh && 'accessToken' in fresh) return fresh
      failure ??= fresh?.failure
    }
  }
  // Other tools ignore our lock, so perhaps one of them has refreshed the token first.
  const now = findToken(request)
  if (now && !force && isUsable(now, request)) return now
  if (failure) throw failure
  if (noLogin !== undefined) return undefined
  lock.announce(`login at ${session.startUrl}`)
  const token = withScopes(await logInUnlessServed(request, known?.token), session)
  const kept = keep(request, { file: session.tokenFile, token }, known?.token, lock)
  if (!isTold) tell(`logged in at ${session.startUrl}, ${describeLife(kept, clock)}.`)
  return kept
}

/** Other tools look for the scopes in the token's file. */
function withScopes(token: Token, { scopes }: Session): Token {
  return scopes.length > 1 ? { ...token, scopes } : token
}

/** Returns undefined if AWS refuses the refresh, and the failure if anything else goes wrong. */
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

/** If another login (of tfsso or of another tool) stores a token first, returns that token. */
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

/** A refresh token works only once. Perhaps another tool has used it first and is about to write the new token. */
async function waitForOtherTool(file: string, refused: Token): Promise<void> {
  const deadline = performance.now() + otherToolMs
  const unchanged = () => readToken(file)?.refreshToken === refused.refreshToken
  while (performance.now() < deadline && unchanged()) await sleep(20)
}

/**
 * Stores a new token and returns it. If another process has taken over the lock, or another tool's token is valid for
 * longer, returns the token on disk instead. `known`: the token that was on disk before.
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
  return denied(
    `There is no valid AWS SSO session at ${session.startUrl}, and tfsso can't ask you to log in: ${noLogin}.`,
    `Run \`${loginCommand}\` in a terminal, then this command again.`,
    'To use your own credentials instead, set TFSSO=args (tfsso adds only arguments) or TFSSO=off (it adds nothing).',
  )
}
