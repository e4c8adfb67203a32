import { portalKey } from './portal.ts'
import { listTokens, sessionState } from './token.ts'

/**
 * Describes each portal whose token is valid or can be refreshed. Some tools don't write the region into token files.
 */
export function livingSessions(tokenCache: string, nowMs: number): string[] {
  const names = new Map<string, string>()
  for (const { token } of listTokens(tokenCache)) {
    if (sessionState(token, nowMs) === 'none') continue
    names.set(portalKey(token), `${token.startUrl} (${token.region || 'its file names no region'})`)
  }
  return [...names.values()]
}
