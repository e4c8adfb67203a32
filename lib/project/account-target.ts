import path from 'node:path'
import { misconfigured } from '../text/problem.ts'
import { requireAccountId } from './accounts.ts'
import type { ProjectAccount } from './project-accounts.ts'
import { environmentRule, roleRule } from './rules.ts'
import type { Identity, ProjectSettings } from './settings.ts'
import type { TfvarsReader } from './tfvars.ts'
import { requiredText } from './values.ts'

/**
 * The account and role that the layers of an account run as, for one that has a directory. Problem (78)
 * where its files don't say, with what to write: no id, no sso_role, or directories that differ.
 */
export async function requireIdentity(
  { name, directories }: ProjectAccount,
  { accounts }: ProjectSettings,
  accountsFile: string,
  tfvars: TfvarsReader,
): Promise<Identity> {
  const roles = new Map<string, string>()
  let accountId = ''
  for (const { directory } of directories) {
    const file = path.join(directory, 'config/account.tfvars')
    const read = await tfvars.read(file)
    const own = read ? [read] : []
    const account = requiredText(own, 'environment', environmentRule, file)
    accountId = requireAccountId(accounts, account, { environmentFile: file, accountsFile })
    roles.set(requiredText(own, 'sso_role', roleRule, file), file)
  }
  const [[role] = [''], ...others] = roles
  if (others.length > 0) {
    const each = [...roles].map(([role, file]) => `${role} in ${file}`)
    throw misconfigured(
      `The account ${name} has different roles: ${each.join(', ')}.`,
      'Write the same sso_role in each; `tfsso exec --account` takes one by --role.',
    )
  }
  return { account: name, accountId, role }
}
