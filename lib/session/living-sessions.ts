import { portalKey } from './portal.ts'
import { listTokens, sessionState } from './token.ts'

/**
 * Describes the sessions in a token cache whose token is valid or can be refreshed, one text for each start URL and
 * region. `nowMs`: the present time, ms since 1970. Some token files lack the region, because some tools don't write
 * it.
 */
export function livingSessions(tokenCache: string, nowMs: number): string[] {
  const names = new Map<string, string>()
  for (const { token } of listTokens(tokenCache)) {
    if (sessionState(token, nowMs) === 'none') continue
    names.set(portalKey(token), `${token.startUrl} (${token.region || 'its file names no region'})`)
  }
  return [...names.values()]
}
