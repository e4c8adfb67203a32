import { describeRole, type FirstRole } from '../project/profile-target.ts'
import type { HeldAccount } from './held.ts'

export interface NamedAccount {
  name: string
  accountId: string | null
  role: string | FirstRole | null
}

/**
 * `where` says where the role was found: among the person's roles at AWS (`aws`), in the project's files (`project`),
 * or in both. A project can name several roles for an account (FirstRole). If the person has none of them, `role` names
 * all of them, such as `A or B`. `role` is null if the project names no role for the account.
 */
export interface ComparedRole {
  /** the account's name in the project, otherwise its name at AWS */
  account: string
  accountId: string | null
  role: string | null
  where: 'both' | 'aws' | 'project'
}

/** The project's accounts come first. */
export function compareRoles(
  named: readonly NamedAccount[],
  held: readonly HeldAccount[],
): ComparedRole[] {
  const known = new Set(named.map(({ accountId }) => accountId))
  const own = named.flatMap(({ name: account, accountId, role }): ComparedRole[] => {
    const roles = held.find((one) => one.accountId === accountId)?.roles ?? []
    const wanted = role === null ? [] : typeof role === 'string' ? [role] : role.any
    const both = wanted.filter((one) => roles.includes(one))
    const others = roles.filter((one) => !wanted.includes(one))
    const only = { account, accountId, role: role && describeRole(role), where: 'project' } as const
    return [
      ...(both.length > 0 ? [] : [only]),
      ...both.map((one): ComparedRole => ({ account, accountId, role: one, where: 'both' })),
      ...others.map((one): ComparedRole => ({ account, accountId, role: one, where: 'aws' })),
    ]
  })
  const rest = held.filter(({ accountId }) => !known.has(accountId))
  return [
    ...own,
    ...rest.flatMap(({ name: account, accountId, roles }) =>
      roles.map((role): ComparedRole => ({ account, accountId, role, where: 'aws' })),
    ),
  ]
}
