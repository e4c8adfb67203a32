import { requireSettingsOrRoles } from '../../credentials/settings-or-roles.ts'
import { requireIdentity, requireListedId } from '../../layout/require.ts'
import { describeRole } from '../../project/profile-target.ts'
import { roleRule } from '../../project/rules.ts'
import type { Identity } from '../../project/settings.ts'
import { show } from '../../project/values.ts'
import { misconfigured } from '../../text/problem.ts'
import type { ProjectContext } from '../context.ts'
import { findAccount, roleMissing } from '../find-account.ts'

export interface Asked {
  account?: string | undefined
  role?: string | undefined
}

/**
 * The layer's account and role, unless the person named others. Problem (exit code 78) if one of the two is missing,
 * unknown, invalid or ambiguous.
 */
export async function chooseIdentity(
  context: ProjectContext,
  asked: Asked,
): Promise<Identity & { role: string }> {
  const identity = await findIdentity(context, asked)
  if (typeof identity.role === 'string') return { ...identity, role: identity.role }
  throw misconfigured(
    `The account ${identity.account} has several roles: ${describeRole(identity.role)}.`,
    'Say which one with --role.',
  )
}

async function findIdentity(
  context: ProjectContext,
  { account: name, role }: Asked,
): Promise<Identity> {
  const { reading, env } = context
  if (role !== undefined && !roleRule.pattern.test(role))
    throw misconfigured(`The role is ${show(role)}, but must be ${roleRule.expected}.`)
  const own = reading.layer?.own
  if (own && (name === undefined || name === own.name)) {
    const asked = { ...env, TFSSO_ROLE: role ?? env.TFSSO_ROLE }
    return (await requireSettingsOrRoles({ ...context, env: asked }, own)).identity
  }
  if (name === undefined) {
    if (reading.undecided) throw reading.undecided
    const names = reading.accounts.map((account) => account.name)
    throw misconfigured(
      'This directory is in no layer, so it is not clear which account is meant.',
      `Go to a layer, or name an account with --account: ${names.join(', ')}.`,
    )
  }
  const account = await findAccount(reading, name)
  if (role !== undefined)
    return { account: name, accountId: requireListedId(reading, account), role }
  if (account.places.length > 0) return requireIdentity(reading, account)
  throw roleMissing(reading, name)
}
