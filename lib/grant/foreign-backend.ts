import type { ProfileTarget } from '../project/profile-target.ts'
import type { Identity } from '../project/settings.ts'

/**
 * The account that the last `init` set a layer's directory up for, as text for a message; undefined if that is the
 * layer's own account or can't be known. Somebody can copy a layer into another account's directory, with its
 * `.terraform`. Then a plan or apply would change the state of the layer that was copied. `stored` and `wanted` are the
 * profiles in the backend that `init` stored and in the one that it would store now. The backend can also be in an
 * account that is not the layer's own. So only a `stored` counts that belongs neither to the layer's account nor to the
 * account of `wanted`.
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
