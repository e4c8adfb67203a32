import { createHash } from 'node:crypto'

/** An AWS access portal: where a person logs in, once for everything that uses it. */
export interface Portal {
  startUrl: string
  region: string
}

/** A start URL with its scheme and host in lower case, which mean the same (RFC 3986, 6.2.2.1). */
export function plainStartUrl(url: string): string {
  return url.trim().replace(/^[a-z]+:\/\/[^/?#]*/i, (origin) => origin.toLowerCase())
}

/** Whether two start URLs are one portal's: hosts without case, whatever slash or fragment they end with. */
export function sameStartUrl(a: string, b: string): boolean {
  return bareStartUrl(a) === bareStartUrl(b)
}

function bareStartUrl(url: string): string {
  return plainStartUrl(url).replace(/\/?(#\/?)?$/, '')
}

/** What is left of a portal in a file of another tool: some write no region. */
export interface PortalClaim {
  startUrl: string
  region?: unknown
}

/** Whether a token, or anything else that was made at a portal, is this portal's. */
export function isOfPortal(claim: PortalClaim, portal: Portal): boolean {
  const sameRegion = !claim.region || claim.region === portal.region
  return sameRegion && sameStartUrl(claim.startUrl, portal.startUrl)
}

/** The scope that the access portal's operations need. */
export const portalScope = 'sso:account:access'

/**
 * Whether a token is this portal's and good for its operations: other tools log in for purposes of their own, and say
 * so in the token's `scopes`.
 */
export function servesPortal(token: PortalClaim & { scopes?: unknown }, portal: Portal): boolean {
  const { scopes } = token
  return isOfPortal(token, portal) && (!Array.isArray(scopes) || scopes.includes(portalScope))
}

/** A name for a portal that is the same for every spelling of its start URL. */
export function portalKey({ startUrl, region }: Portal): string {
  return createHash('sha1')
    .update(`${bareStartUrl(startUrl)}|${region}`)
    .digest('hex')
}
