import type { AwsClock } from '../aws/clock.ts'
import { servesPortal } from './portal.ts'
import type { Session } from './session.ts'
import { isRefreshable, listTokens, remainingMs, type StoredToken, type Token } from './token.ts'

/** A token with less life than this is of no use, ms. */
export const uselessBelowMs = 5_000
/** A token with less life than this is refreshed where it can be, ms. As the JS SDK does. */
export const refreshBelowMs = 5 * 60_000

export interface TokenSearch {
  session: Session
  clock: AwsClock
  /** access tokens that AWS has refused (401), which are not to be used again */
  rejected?: readonly string[] | undefined
}

/**
 * The token of the session's portal that serves best, whatever session it is filed under, and its file. It may be
 * expired or have been rejected; then it is there for its refresh.
 */
export function findStoredToken(request: TokenSearch): StoredToken | undefined {
  return findStoredTokens(request)[0]
}

/** All tokens of the session's portal that may be used for it, the best first (`findStoredToken`). */
export function findStoredTokens(request: TokenSearch): StoredToken[] {
  const { session } = request
  return listTokens(session.tokenCache, session.tokenFile)
    .filter(({ token }) => servesPortal(token, session))
    .map((stored) => ({ stored, rank: rank(stored, request) }))
    .sort((a, b) => b.rank.usable - a.rank.usable || b.rank.life - a.rank.life)
    .map(({ stored }) => stored)
}

/** The token alone. */
export function findToken(request: TokenSearch): Token | undefined {
  return findStoredToken(request)?.token
}

/** By what tokens compare: first how much use they are, then how long they live. */
function rank({ file, token }: StoredToken, request: TokenSearch) {
  const now = request.clock.now()
  const life = remainingMs(token, now)
  const own = file === request.session.tokenFile
  if (isUsable(token, request)) return { usable: own && life >= refreshBelowMs ? 4 : 3, life }
  if (isRefreshable(token, now)) return { usable: own ? 2 : 1, life }
  return { usable: 0, life: own ? 1 : 0 }
}

/** Whether it has some life left, and AWS has not refused it. */
export function isUsable(
  token: Token,
  { clock, rejected = [] }: Pick<TokenSearch, 'clock' | 'rejected'>,
): boolean {
  return !rejected.includes(token.accessToken) && remainingMs(token, clock.now()) > uselessBelowMs
}
