import { setTimeout as sleep } from 'node:timers/promises'
import { explainFailure, unreachable } from '../aws/clients.ts'
import { type HeldLock, withLock } from '../lock/lock.ts'
import { describeSelf, type ProcessIdentity } from '../process/identity.ts'
import { findToken, isUsable, type TokenSearch } from '../session/find-token.ts'
import { refreshToken } from '../session/refresh.ts'
import { type Session, sameStartUrl } from '../session/session.ts'
import {
  checkTokenFile,
  isRefreshable,
  readToken,
  remainingMs,
  type Token,
  writeToken,
} from '../session/token.ts'
import { debug } from '../terminal/debug.ts'
import { exitCode, Problem } from '../text/problem.ts'
import { formatDuration } from '../text/time.ts'
import type { LoginRequest } from './log-in.ts'

/** A token with less life than this is refreshed where it can be, ms. As the JS SDK does. */
export const refreshBelowMs = 5 * 60_000
/** A login may take 600 s, and AWS its time before and after; whoever waits for it waits longer. */
const loginWaitMs = 700_000
/** A refresh takes one request; it may be retried. */
const refreshWaitMs = 60_000
/** How long another tool that has refreshed just before us may take to write what it got, ms. */
const otherToolMs = 500

export interface TokenRequest extends TokenSearch, LoginRequest {
  /** undefined where a login may be offered, else why not */
  noLogin: string | undefined
  /** log in even if there is a token (`tfsso login --force`) */
  force?: boolean
}

/**
 * A token for the session: the one that is there, else a refreshed one, else a login. Processes that
 * want one at the same time share it, and a refused login fails them all. Problem 77 where no login
 * is possible, 69 where AWS can't be reached, 75 where another process holds the lock for too long.
 */
export async function obtainToken(request: TokenRequest): Promise<Token> {
  const { session, clock, noLogin, force } = request
  const known = findToken(request)
  debug(`session ${session.name}: ${describeState(request, known)}`)
  const refreshable = known !== undefined && isRefreshable(known, clock.now())
  // A token near its end that can't be renewed serves to its end.
  const enough = known && (!refreshable || remainingMs(known, clock.now()) >= refreshBelowMs)
  if (enough && !force && isUsable(known, request)) return known
  if (noLogin !== undefined && !refreshable) throw loginNeeded(request)

  const token = await withLock(
    session.lock,
    {
      waitMs: noLogin === undefined ? loginWaitMs : refreshWaitMs,
      // Whoever held the lock while we waited may have left what we need.
      ready: () => {
        const token = findToken(request)
        const changed = token && token.accessToken !== known?.accessToken
        return changed && isUsable(token, request) ? token : undefined
      },
      onWait: (holder, doing) => {
        if (noLogin !== undefined) throw loginNeeded(request)
        void sayThatWeWait(holder, doing)
      },
    },
    (lock) => renew(request, lock),
  )
  if (!token) throw loginNeeded(request)
  return token
}

/** Says for whom we wait, but not 39 times in the very terminal that shows the login. */
async function sayThatWeWait({ pid, terminal }: ProcessIdentity, doing: string): Promise<void> {
  if (terminal === undefined || terminal !== (await describeSelf()).terminal)
    process.stderr.write(`tfsso: waiting for the ${doing} (process ${pid}) …\n`)
}

/** For TFSSO_DEBUG. */
function describeState({ clock, rejected }: TokenRequest, token: Token | undefined): string {
  if (!token) return 'there is no token'
  const left = remainingMs(token, clock.now())
  const life = left > 0 ? `lives for another ${formatDuration(left)}` : 'is over'
  const renewable = isRefreshable(token, clock.now()) ? 'can be refreshed' : "can't be refreshed"
  return `the token ${token.accessToken === rejected ? 'was refused by AWS' : life} and ${renewable}`
}

/** Under the lock: refresh, else log in. undefined where nobody can be asked to. */
async function renew(request: TokenRequest, lock: HeldLock): Promise<Token | undefined> {
  const { session, aws, clock, noLogin, force } = request
  checkTokenFile(session.tokenFile)
  const known = findToken(request)
  let failure: unknown
  if (known && !force && isRefreshable(known, clock.now())) {
    debug(`refreshing the token of session ${session.name}`)
    const fresh = await refreshToken(aws, clock, session, known).catch((error) => {
      debug(`the refresh failed: ${explainFailure(error).text}`)
      failure = unreachable(`refresh the session ${session.name}`, error)
    })
    if (fresh) return keep(request, known, fresh, lock)
    if (!failure) {
      debug('the refresh was refused: the session has ended, or another tool has just refreshed it')
      if (!isUsable(known, request)) await waitForOtherTool(session, known)
    }
  }
  // Another tool, which knows no lock of ours, may have won the refresh; and a refresh that failed
  // does not take away a token that still works.
  const now = findToken(request)
  if (now && !force && isUsable(now, request)) return now
  if (failure) throw failure
  if (noLogin !== undefined) return undefined
  lock.announce(`login at ${session.startUrl}`)
  const { logIn } = await import('./log-in.ts')
  return keep(request, known, await logIn(request), lock)
}

/** A refresh token is good once: who comes second is refused before the first has written its token. */
async function waitForOtherTool(session: Session, refused: Token): Promise<void> {
  const deadline = performance.now() + otherToolMs
  const unchanged = () => readToken(session.tokenFile)?.refreshToken === refused.refreshToken
  while (performance.now() < deadline && unchanged()) await sleep(20)
}

/**
 * Writes a token that was had in the place of `known`. Where another process has taken over, or
 * another tool, which knows no lock of ours, has left a token that lives longer, that one stays.
 */
function keep(request: TokenRequest, known: Token | undefined, token: Token, lock: HeldLock) {
  const { session, clock } = request
  const there = findToken(request)
  const foreign = there && there.accessToken !== known?.accessToken && isUsable(there, request)
  if (foreign && remainingMs(there, clock.now()) > remainingMs(token, clock.now())) return there
  const old = readToken(session.tokenFile)
  const kept = old && sameStartUrl(old.startUrl, token.startUrl) ? old : undefined
  const { refreshToken: _, ...others } = kept ?? {}
  const whole = { ...others, ...token }
  return writeToken(session.tokenFile, whole, lock) ? whole : (findToken(request) ?? token)
}

function loginNeeded({ session, noLogin }: TokenRequest): Problem {
  return new Problem(
    exitCode.denied,
    `There is no valid AWS SSO session at ${session.startUrl}, and nobody can be asked to log in: ${noLogin}.`,
    'Run `tfsso login` in a terminal, then this command again.',
    'TFSSO=args runs with credentials of your own, TFSSO=off without tfsso.',
  )
}
