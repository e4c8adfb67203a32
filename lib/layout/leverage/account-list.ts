import { type AccountEntries, parseAccountId } from '../../project/accounts.ts'
import type { Tfvars } from '../../project/tfvars.ts'
import { asMap, badValue, lookUp, show } from '../../project/values.ts'
import { misconfigured } from '../../text/problem.ts'

/**
 * The accounts in `accounts`, and in Leverage's newer form: `organization.accounts` and
 * `organization.organizational_units.*.accounts`. If several of these maps have the same key, the first of them counts.
 * Problem (exit code 78) if `accounts` is not a map.
 */
export function listAccounts(files: readonly Tfvars[]): AccountEntries {
  const entries = new Map<string, { entry: unknown; file: string }>()
  const add = (map: unknown, file: string) => {
    for (const [key, entry] of Object.entries(asMap(map) ?? {}))
      if (!entries.has(key)) entries.set(key, { entry, file })
  }
  const accounts = lookUp(files, 'accounts')
  if (accounts) {
    if (!asMap(accounts.value)) {
      const example = 'accounts = { apps-devstg = { id = "123456789012" } }'
      throw badValue('accounts', accounts, { expected: 'a map of accounts', example })
    }
    add(accounts.value, accounts.file)
  }
  const organization = lookUp(files, 'organization')
  if (organization) {
    const { accounts: direct, organizational_units: units } = asMap(organization.value) ?? {}
    add(direct, organization.file)
    for (const unit of Object.values(asMap(units) ?? {}))
      add(asMap(unit)?.accounts, organization.file)
  }
  return entries
}

/** The account's 12-digit id. Problem (exit code 78) if the account or its id is missing or wrong. */
export function requireAccountId(
  entries: AccountEntries,
  key: string,
  where: { environmentFile: string; accountsFile: string },
): string {
  if (entries.size === 0) {
    throw misconfigured(
      `${where.accountsFile}: accounts is missing or empty.`,
      `Write for example: accounts = { ${key} = { id = "123456789012" } }`,
    )
  }
  const found = entries.get(key)
  if (!found) {
    throw misconfigured(
      `${where.environmentFile}: environment is ${show(key)}, which is not in accounts.`,
      `The accounts of ${where.accountsFile} are: ${[...entries.keys()].join(', ')}.`,
      `Correct environment, or add to accounts: ${key} = { id = "123456789012" }`,
    )
  }
  const id = asMap(found.entry)?.id
  if (id === undefined || id === null || id === '') {
    throw misconfigured(
      `${found.file}: accounts.${key}.id is missing.`,
      'Add for example: id = "123456789012"',
    )
  }
  const parsed = parseAccountId(id)
  if (parsed === undefined) {
    throw misconfigured(
      `${found.file}: accounts.${key}.id is ${show(id)}, but must be 12 digits.`,
      'Write for example: id = "123456789012"',
    )
  }
  return parsed
}
