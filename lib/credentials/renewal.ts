/** Role credentials with less time left than this are fetched again, ms. The Leverage CLI has the same limit. */
const renewBelowMs = 30 * 60_000

/**
 * How long before their end role credentials are fetched again, ms. It is 30 minutes, or half their lifetime if
 * that is shorter.
 */
export function renewalMarginMs(lifetimeMs: number): number {
  return Math.min(renewBelowMs, lifetimeMs / 2)
}

/**
 * A credential process reports that credentials expire this much before they really do, ms. terraform asks for
 * new ones only after the reported time, and a request that it signs just before must still arrive in time.
 */
export function reportMarginMs(lifetimeMs: number): number {
  return Math.min(60_000, lifetimeMs / 10)
}
