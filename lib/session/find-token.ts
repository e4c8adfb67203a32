import type { AwsClock } from '../aws/clock.ts'
import { servesPortal } from './portal.ts'
import type { Session } from './session.ts'
import { isRefreshable, listTokens, remainingMs, type StoredToken, type Token } from './token.ts'

/** A token with less time left is not used. */
export const uselessBelowMs = 5_000
/** A token with less time left is refreshed if possible, as in the JS SDK. */
export const refreshBelowMs = 5 * 60_000

export interface TokenSearch {
  session: Session
  clock: AwsClock
  /** access tokens that AWS has refused (401) */
  rejected?: readonly string[] | undefined
  /** find only the token in the session's own file */
  ownOnly?: boolean
}

/**
 * The best token of the session's portal. Unless `ownOnly` is true, its file can be named after another session. If
 * this token is not usable (`isUsable`), no token that the request allows is usable without a refresh.
 */
export function findStoredToken(request: TokenSearch): StoredToken | undefined {
  return findStoredTokens(request)[0]
}

/** The best token first; includes expired tokens. */
export function findStoredTokens(request: TokenSearch): StoredToken[] {
  const { session, ownOnly = false } = request
  return listTokens(session.tokenCache, session.tokenFile)
    .filter(({ token }) => servesPortal(token, session))
    .filter(({ file }) => !ownOnly || file === session.tokenFile)
    .map((stored) => ({ stored, rank: rank(stored, request) }))
    .sort((a, b) => b.rank.usable - a.rank.usable || b.rank.life - a.rank.life)
    .map(({ stored }) => stored)
}

export function findToken(request: TokenSearch): Token | undefined {
  return findStoredToken(request)?.token
}

/**
 * Usable tokens rank first, then tokens that can be refreshed, then all others. In each group the session's own token
 * comes first, unless it is usable but expires soon. In the first two groups, the other tokens follow by expiry, the
 * latest first.
 */
function rank({ file, token }: StoredToken, request: TokenSearch) {
  const now = request.clock.now()
  const life = remainingMs(token, now)
  const own = file === request.session.tokenFile
  if (isUsable(token, request)) return { usable: own && life >= refreshBelowMs ? 4 : 3, life }
  if (isRefreshable(token, now)) return { usable: own ? 2 : 1, life }
  return { usable: 0, life: own ? 1 : 0 }
}

export function isUsable(
  token: Token,
  { clock, rejected = [] }: Pick<TokenSearch, 'clock' | 'rejected'>,
): boolean {
  return !rejected.includes(token.accessToken) && remainingMs(token, clock.now()) > uselessBelowMs
}
