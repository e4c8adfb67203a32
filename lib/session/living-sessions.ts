import { portalKey } from './portal.ts'
import { listTokens, sessionState } from './token.ts'

/**
 * Lists the sessions in a token cache that are still usable, one for each portal, worded for a person. `nowMs` is by
 * AWS's clock. Other tools may write a token without its region.
 */
export function livingSessions(tokenCache: string, nowMs: number): string[] {
  const names = new Map<string, string>()
  for (const { token } of listTokens(tokenCache)) {
    if (sessionState(token, nowMs) === 'none') continue
    names.set(portalKey(token), `${token.startUrl} (${token.region || 'its file names no region'})`)
  }
  return [...names.values()]
}
