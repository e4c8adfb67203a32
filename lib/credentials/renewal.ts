/** Role credentials with less time left than this are fetched again, ms. The Leverage CLI has the same limit. */
const renewBelowMs = 30 * 60_000

/**
 * Role credentials are fetched again this long before they expire, ms: 30 minutes, or half their lifetime if
 * that is shorter.
 */
export function renewalMarginMs(lifetimeMs: number): number {
  return Math.min(renewBelowMs, lifetimeMs / 2)
}

/**
 * A credential process reports an expiry that is this long before the real one, ms. terraform asks for new credentials
 * only after the reported time. A request that it signs just before that time must still arrive while the old ones are
 * valid.
 */
export function reportMarginMs(lifetimeMs: number): number {
  return Math.min(60_000, lifetimeMs / 10)
}
