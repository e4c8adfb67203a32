import type { ProfileTarget } from '../project/profile-target.ts'
import type { Identity } from '../project/settings.ts'

/**
 * Somebody can copy a layer with its `.terraform` into another account's directory. A plan or apply there would then
 * use the original layer's state. So this function compares two profiles. `stored` is the profile in the backend that
 * the last `init` stored. `wanted` is the profile that `init` would store now.
 *
 * Returns the account of `stored`, as a text for a message. Undefined if this account can't be known, or is the account
 * of the layer or of `wanted`. (A layer's backend can be in another account than the layer.)
 */
export function foreignBackend(
  profiles: ReadonlyMap<string, ProfileTarget>,
  { accountId }: Identity,
  stored: string | undefined,
  wanted: string | undefined,
): string | undefined {
  if (stored === undefined || wanted === undefined) return undefined
  const target = profiles.get(stored)
  const backend = profiles.get(wanted)
  return target && backend && ![accountId, backend.accountId].includes(target.accountId)
    ? `${target.account} (${target.accountId})`
    : undefined
}
