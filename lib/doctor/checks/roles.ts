import type { NamedAccount } from '../../credentials/compare-held.ts'
import type { HeldAccount } from '../../credentials/held.ts'
import { describeDenial } from '../../credentials/portal.ts'
import { type Finding, ok, skipped, warning } from '../finding.ts'

export async function checkRoles(
  named: readonly NamedAccount[],
  held: readonly HeldAccount[],
): Promise<Finding[]> {
  const check = 'held'
  const wrong: Finding[] = []
  const closed: string[] = []
  let right = 0
  for (const { name, accountId, role } of named) {
    if (accountId === null || role === null) continue
    const wanted = typeof role === 'string' ? [role] : role.any
    const roles = held.find((one) => one.accountId === accountId)?.roles ?? []
    if (roles.length === 0) closed.push(name)
    else if (wanted.some((one) => roles.includes(one))) right += 1
    else {
      const { message, advice } = await describeDenial(`${name} (${accountId})`, wanted, roles, {})
      wrong.push(warning(check, message, advice, name))
    }
  }
  if (closed.length > 0)
    wrong.push(skipped(check, `You have no role in: ${closed.join(', ')}.`, closed[0]))
  if (right === 0) return wrong
  const where = `${right} ${right === 1 ? 'account' : 'accounts'}`
  return [ok(check, `You have the role that the project names in ${where}.`), ...wrong]
}
