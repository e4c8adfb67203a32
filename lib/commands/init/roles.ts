import type { AccountPlace } from '../../layout/layout.ts'

/** An account's place, and the roles that the person holds there. */
export interface HeldRoles {
  place: AccountPlace
  /** 12 digits; undefined where the project doesn't say it */
  accountId: string | undefined
  held: readonly string[]
}

/** What is to be done about an account's role. */
export type RoleDecision =
  | { kind: 'keep' }
  | { kind: 'write'; role: string }
  | { kind: 'ask'; roles: readonly string[] }
  /** nothing can be written: why */
  | { kind: 'open'; why: string }

/** Pure: a role that is there stays; the one that is held is written; of several the person chooses one. */
export function decideRole({ place, accountId, held }: HeldRoles): RoleDecision {
  if (place.role !== undefined) {
    const known = accountId === undefined || held.includes(place.role)
    return known
      ? { kind: 'keep' }
      : { kind: 'open', why: `you do not hold ${place.role}, which stands there` }
  }
  if (accountId === undefined) return { kind: 'open', why: 'the project says no account id for it' }
  const [role, ...others] = held
  if (role === undefined) return { kind: 'open', why: 'you hold no role there' }
  return others.length === 0 ? { kind: 'write', role } : { kind: 'ask', roles: held }
}
