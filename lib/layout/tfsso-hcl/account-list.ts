import path from 'node:path'
import { parseAccountId } from '../../project/accounts.ts'
import { asMap, show } from '../../project/values.ts'
import { misconfigured, type Problem } from '../../text/problem.ts'
import { accountName, roleName } from './attributes.ts'
import type { Account, AccountList } from './description.ts'

/**
 * The accounts that a file lists, as an `accounts` block asks for them. Only literal values count: of an
 * expression nothing is taken, not even its default. What is wrong with an account's id concerns that
 * account's layers only. Problem (78) where the file holds no map of accounts, or an account's name or
 * role is no name.
 *
 * `file`: its path from the directory of tfsso.hcl, and `whole` from the root; `values`: what it holds.
 */
export function accountsInFile(
  list: AccountList,
  file: { path: string; whole: string },
  values: unknown,
): Account[] {
  if (!list.each) return [readEntry(list, file, values, undefined)]
  const map = asMap(valueAt(values, list.each))
  if (!map)
    throw misconfigured(
      `${file.whole}: ${list.each.join('.') || 'the file'} is no map of accounts, as ${list.where} says.`,
      'Correct each in the accounts block.',
    )
  return Object.entries(map).map(([key, entry]) => readEntry(list, file, entry, key))
}

/**
 * A value by its keys. A block of HCL is a list of maps in the parser's JSON; of several the last that has
 * the key counts.
 */
export function valueAt(values: unknown, keys: readonly string[]): unknown {
  let found = values
  for (const key of keys) {
    const maps = [found].flat().map(asMap)
    found = maps.findLast((map) => map && Object.hasOwn(map, key))?.[key]
  }
  return found
}

function readEntry(
  list: AccountList,
  file: { path: string; whole: string },
  values: unknown,
  key: string | undefined,
): Account {
  const where = key === undefined ? file.whole : `${file.whole}: ${key}`
  const directory = path.dirname(file.path)
  const given = valueAt(values, list.name ?? ['locals', 'account_name'])
  const missing = list.name && given === undefined
  const name = missing ? undefined : (given ?? key ?? path.basename(path.dirname(file.whole)))
  if (typeof name !== 'string' || isExpression(name) || !accountName.pattern.test(name))
    throw misconfigured(
      `${where}: the account's name is ${show(name)}, but must be ${accountName.expected}.`,
      `Correct name in the accounts block of ${list.where}, or write an account block.`,
    )
  return {
    name,
    id: readId(list, where, values),
    roles: readRoles(list, where, values),
    session: list.session,
    region: list.region,
    paths: (list.paths ?? [directory]).map((pattern) => pattern.replaceAll('${account}', name)),
    profiles: new Map(),
    where,
  }
}

const defaultIds = [
  ['locals', 'aws_account_id'],
  ['locals', 'account_id'],
]

function readId({ id: keys, where: list }: AccountList, where: string, values: unknown) {
  const places = keys ? [keys] : defaultIds
  const found = places.map((place) => valueAt(values, place)).find((value) => value !== undefined)
  return (typeof found === 'number' && found < 1e11 ? undefined : parseAccountId(found)) ?? wrong()
  function wrong(): Problem {
    const place = places.map((keys) => keys.join('.') || 'the value').join(' or ')
    const what =
      found === undefined
        ? `${place} is missing`
        : typeof found === 'string' && isExpression(found)
          ? `${place} is an expression (${show(found)}), which tfsso does not evaluate`
          : `${place} is ${show(found)}, but must be 12 digits`
    return misconfigured(
      `${where}: ${what}.`,
      `Write the id there, or an account block beside ${list}.`,
    )
  }
}

function readRoles({ role, roleFrom }: AccountList, where: string, values: unknown): string[] {
  if (!roleFrom) return role === undefined ? [] : [role]
  const found = valueAt(values, roleFrom)
  if (found === undefined) return []
  if (typeof found !== 'string' || isExpression(found) || !roleName.pattern.test(found))
    throw misconfigured(
      `${where}: ${roleFrom.join('.')} is ${show(found)}, but must be ${roleName.expected}.`,
      'Write the name itself there, or an account block with its role.',
    )
  return [found]
}

const isExpression = (value: string) => /[$%]\{/.test(value)
