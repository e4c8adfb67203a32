import { portalKey } from './portal.ts'
import { listTokens, sessionState } from './token.ts'

/**
 * The sessions of a token cache that can be used still, each portal's once, as a person would name them; `nowMs` by
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
