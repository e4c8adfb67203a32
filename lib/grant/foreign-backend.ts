import type { ProfileTarget } from '../project/profile-target.ts'
import type { Identity } from '../project/settings.ts'

/**
 * The account that the last `init` set a layer's directory up for, for a message; undefined if that is the layer's own
 * account or can't be known. Somebody can copy a layer with its `.terraform` into another account's directory. A plan
 * or apply there would then change the original layer's state. `stored` is the profile in the stored backend, `wanted`
 * the one that `init` would store now. The backend can be in an account other than the layer's, so the account of
 * `wanted` is not foreign.
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
