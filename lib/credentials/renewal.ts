/** The Leverage CLI has the same limit. */
const renewBelowMs = 30 * 60_000

/** tfsso fetches new role credentials this long before the old ones expire, ms. */
export function renewalMarginMs(lifetimeMs: number): number {
  return Math.min(renewBelowMs, lifetimeMs / 2)
}

/** `nowMs`: AWS's clock. */
export function isDueForRenewal(
  { expiration, lifetimeMs }: { expiration: number; lifetimeMs: number },
  nowMs: number,
): boolean {
  return expiration - nowMs <= renewalMarginMs(lifetimeMs)
}

/**
 * A credential process reports an expiry this long before the real one, ms. terraform can use the old keys until the
 * reported time, and its last request must arrive before the real expiry.
 */
export function reportMarginMs(lifetimeMs: number): number {
  return Math.min(60_000, lifetimeMs / 10)
}
