import { createHash } from 'node:crypto'

/** A person logs in at a portal once for everything that uses it. */
export interface Portal {
  startUrl: string
  region: string
}

/** Trimmed, with scheme and host in lower case: their case doesn't matter (RFC 3986, 6.2.2.1). */
export function plainStartUrl(url: string): string {
  return url.trim().replace(/^[a-z]+:\/\/[^/?#]*/i, (origin) => origin.toLowerCase())
}

/** Ignores the case of scheme and host, and `/`, `#` or `#/` at the end. */
export function sameStartUrl(a: string, b: string): boolean {
  return bareStartUrl(a) === bareStartUrl(b)
}

/** Without `/`, `#` or `#/` at the end. */
export function bareStartUrl(url: string): string {
  return plainStartUrl(url).replace(/\/?(#\/?)?$/, '')
}

/** A portal as other tools write it into a file; some don't write the region. */
export interface PortalClaim {
  startUrl: string
  region?: unknown
}

/** `claim`: a token, for example. If the claim has no region, only the start URL counts. */
export function isOfPortal(claim: PortalClaim, portal: Portal): boolean {
  const sameRegion = !claim.region || claim.region === portal.region
  return sameRegion && sameStartUrl(claim.startUrl, portal.startUrl)
}

/** The scope that the access portal's operations need. */
export const portalScope = 'sso:account:access'

/**
 * Whether the token is meant for this portal's operations, even if the token has expired. A token that another tool got
 * for another purpose has other `scopes`.
 */
export function servesPortal(token: PortalClaim & { scopes?: unknown }, portal: Portal): boolean {
  const { scopes } = token
  return isOfPortal(token, portal) && (!Array.isArray(scopes) || scopes.includes(portalScope))
}

/** The same for all spellings of the start URL. */
export function portalKey({ startUrl, region }: Portal): string {
  return createHash('sha1')
    .update(`${bareStartUrl(startUrl)}|${region}`)
    .digest('hex')
}
