/** Role credentials are fetched again when less than this is left, ms: as Leverage does. */
const renewBelowMs = 30 * 60_000

/**
 * How long before their end role credentials are fetched again, ms: 30 minutes, or half their
 * lifetime where that is shorter.
 */
export function renewalMarginMs(lifetimeMs: number): number {
  return Math.min(renewBelowMs, lifetimeMs / 2)
}

/**
 * How long before their end a credential process says that they end, ms. Terraform asks again only
 * once they have ended, and what it signs in the last moment must still arrive in time.
 */
export function reportMarginMs(lifetimeMs: number): number {
  return Math.min(60_000, lifetimeMs / 10)
}
