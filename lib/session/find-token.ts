import type { AwsClock } from '../aws/clock.ts'
import { type Session, sameStartUrl } from './session.ts'
import { isRefreshable, readToken, remainingMs, type Token } from './token.ts'

/** A token with less life than this is of no use, ms. */
export const uselessBelowMs = 5_000

export interface TokenSearch {
  session: Session
  clock: AwsClock
  /** an access token that AWS has refused (401), which is not to be used again */
  rejected?: string | undefined
}

/**
 * The token in the session's file, else one for the start URL itself that still lives. It may be over
 * or have been rejected; then it is there for its refresh.
 */
export function findToken(request: TokenSearch) {
  const { session, clock } = request
  const token = readToken(session.tokenFile)
  const own =
    token && sameStartUrl(token.startUrl, session.startUrl) && token.region === session.region
      ? token
      : undefined
  if (own && (isUsable(own, request) || isRefreshable(own, clock.now()))) return own
  const legacy = readToken(session.legacyTokenFile)
  const good = legacy && isUsable(legacy, request)
  return good && sameStartUrl(legacy.startUrl, session.startUrl) ? legacy : own
}

/** Whether it has some life left, and AWS has not refused it. */
export function isUsable(
  token: Token,
  { clock, rejected }: Pick<TokenSearch, 'clock' | 'rejected'>,
): boolean {
  return token.accessToken !== rejected && remainingMs(token, clock.now()) > uselessBelowMs
}
