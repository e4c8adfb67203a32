import type { ProfileTarget } from '../project/profile-target.ts'
import type { Identity } from '../project/settings.ts'

/**
 * The account of the backend that the last `init` stored, as a text for a message. Undefined if this account can't be
 * known, or is the account of the layer or of `wanted`. Somebody can copy a layer with its `.terraform` into another
 * account's directory. A plan or apply there would then use the original layer's state. `stored` is the profile in the
 * stored backend, `wanted` the one that `init` would store now. The account of `wanted` can differ from the layer's,
 * and is not foreign.
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
