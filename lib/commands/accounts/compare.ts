import type { HeldAccount } from '../../credentials/held.ts'

/** An account of the project with the role that it names. */
export interface NamedAccount {
  name: string
  accountId: string | null
  role: string | null
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
    const has = role !== null && roles.includes(role)
    const others = roles.filter((one) => one !== role)
    return [
      { account, accountId, role, where: has ? 'both' : 'project' },
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
