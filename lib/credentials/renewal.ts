/** Role credentials are fetched again when less than this is left, ms. Leverage does the same. */
const renewBelowMs = 30 * 60_000

/**
 * How long before they expire role credentials are fetched again, ms: 30 minutes, or half their lifetime if that is
 * shorter.
 */
export function renewalMarginMs(lifetimeMs: number): number {
  return Math.min(renewBelowMs, lifetimeMs / 2)
}

/**
 * How much earlier than their real end a credential process reports that credentials expire, ms. terraform
 * asks for new ones only after the reported time. A request that it signs just before that must still
 * arrive in time.
 */
export function reportMarginMs(lifetimeMs: number): number {
  return Math.min(60_000, lifetimeMs / 10)
}
