import { describeRole, type FirstRole } from '../project/profile-target.ts'
import type { HeldAccount } from './held.ts'

/** An account of the project with the role that it names. */
export interface NamedAccount {
  name: string
  accountId: string | null
  role: string | FirstRole | null
}

/** An account and a role: held at AWS and named by the project, only held, or only named. */
export interface ComparedRole {
  /** the project's name of the account; AWS's where the project has none */
  account: string
  accountId: string | null
  role: string | null
  where: 'both' | 'aws' | 'project'
}

/** Pure: what the project names against what is held; the project's accounts first, in their order. */
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
