import type { AccountPlace } from '../../layout/layout.ts'
import { ask } from '../../login/ask.ts'
import { describeRole, isRole } from '../../project/profile-target.ts'

export interface HeldRoles {
  place: AccountPlace
  /** 12 digits; undefined if the project doesn't give the id */
  accountId: string | undefined
  held: readonly string[]
}

export type RoleDecision =
  | { kind: 'keep' }
  | { kind: 'write'; role: string }
  | { kind: 'ask'; roles: readonly string[] }
  /** nothing can be written */
  | { kind: 'open'; why: string }

/**
 * If the file names a role, this role stays. If the file names none, the person's only role is written. A person with
 * several roles chooses. A file that another user owns or that does not parse stays unchanged.
 */
export function decideRole({ place, accountId, held }: HeldRoles): RoleDecision {
  const closed = place.problems.find(({ check }) => check === 'owner' || check === 'syntax')
  if (closed) return { kind: 'open', why: closed.problem.message }
  const named = place.role
  if (named !== undefined) {
    const known = accountId === undefined || held.some((name) => isRole(named, name))
    return known
      ? { kind: 'keep' }
      : {
          kind: 'open',
          why: `the file already names the role ${describeRole(named)}, but you do not have this role`,
        }
  }
  if (accountId === undefined)
    return { kind: 'open', why: "the project's files give no id for this account" }
  const [role, ...others] = held
  if (role === undefined) return { kind: 'open', why: 'you have no role in this account' }
  return others.length === 0 ? { kind: 'write', role } : { kind: 'ask', roles: held }
}

/** Returns '' if the person chooses no role. */
export async function askRole(account: string, roles: readonly string[]): Promise<string> {
  return await ask(`Role for ${account} (${roles.join(', ')}; Enter for none):`, (answer) =>
    answer === '' || roles.includes(answer)
      ? undefined
      : 'You do not have that role in this account.',
  )
}
