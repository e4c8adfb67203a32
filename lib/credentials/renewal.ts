/** The longest margin for a renewal, ms. The Leverage CLI has the same limit. */
const renewBelowMs = 30 * 60_000

/**
 * tfsso fetches new role credentials this long before the old ones expire, ms: 30 minutes, or half of `lifetimeMs` if
 * that is shorter.
 */
export function renewalMarginMs(lifetimeMs: number): number {
  return Math.min(renewBelowMs, lifetimeMs / 2)
}

/**
 * A credential process reports an expiry that is this long before the real one, ms. terraform asks for new credentials
 * only after the reported time. It might sign a request just before that time, and the request must arrive while the
 * old credentials are still valid.
 */
export function reportMarginMs(lifetimeMs: number): number {
  return Math.min(60_000, lifetimeMs / 10)
}
