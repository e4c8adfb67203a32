import path from 'node:path'
import { parseFullId } from '../../project/accounts.ts'
import { asMap, isExpression, show, type TextRule } from '../../project/values.ts'
import { misconfigured, Problem } from '../../text/problem.ts'
import { accountName, roleName } from './attributes.ts'
import type { Account, AccountList } from './description.ts'

/** unchecked values */
export interface ListedEntry {
  /** in the map of accounts; undefined if the whole file describes one account */
  key?: string | undefined
  name?: unknown
  id?: unknown
  role?: unknown
}

/** `path` starts at the directory of tfsso.hcl; `whole` is absolute. */
export interface ListFile {
  path: string
  whole: string
}

type Keys = readonly string[]
const defaultName: Keys = ['locals', 'account_name']
const defaultIds: readonly Keys[] = [
  ['locals', 'aws_account_id'],
  ['locals', 'account_id'],
]

/** What decides the result of `entriesInFile`, besides the file. */
export type Asked = Pick<AccountList, 'name' | 'id' | 'roleFrom' | 'each'>

/** The accounts in a parsed file; undefined if there is no map of accounts at `each`. */
export function entriesInFile(asked: Asked, values: unknown): ListedEntry[] | undefined {
  const read = (entry: unknown, key?: string): ListedEntry => ({
    key,
    name: plainValueAt(entry, [asked.name ?? defaultName]),
    id: plainValueAt(entry, asked.id ? [asked.id] : defaultIds),
    role: asked.roleFrom && plainValueAt(entry, [asked.roleFrom]),
  })
  if (!asked.each) return [read(values)]
  const map = asMap(valueAt(values, asked.each))
  return map && Object.entries(map).map(([key, entry]) => read(entry, key))
}

/** In the parser's JSON an HCL block is a list of maps. If several of these maps have the key, the last map counts. */
export function valueAt(values: unknown, keys: Keys): unknown {
  let found = values
  for (const key of keys) {
    const maps = [found].flat().map(asMap)
    found = maps.findLast((map) => map && Object.hasOwn(map, key))?.[key]
  }
  return found
}

/** The first value at one of `places`. A map becomes `{}`: it is a mistake, and no message needs its content. */
function plainValueAt(values: unknown, places: readonly Keys[]): unknown {
  const plain = (value: unknown) => (typeof value === 'object' && value !== null ? {} : value)
  const found = places
    .map((keys) => valueAt(values, keys))
    .find((value) => value !== undefined && value !== null)
  return Array.isArray(found) ? found.map(plain) : plain(found)
}

/** Expressions are not evaluated. A mistake is stored in the account, so that only this account's layers fail. */
export function accountOfEntry(
  list: AccountList,
  file: ListFile,
  { key, name: given, id, role }: ListedEntry,
): Account {
  const where = key === undefined ? file.whole : `${file.whole}: ${key}`
  const named = given ?? (list.name ? undefined : (key ?? path.basename(path.dirname(file.whole))))
  const name = checkText(named, accountName, {
    what: list.name && given === undefined ? `${list.name.join('.')} is missing` : undefined,
    subject: `${where}: the account's name`,
    advice: `Correct name in the accounts block of ${list.where}. ${orOwnBlock(list)}`,
  })
  if (name instanceof Problem) return brokenAccount(list, file, name, key)
  const roles = readRoles(list, where, name, role)
  return {
    ...placeOf(list, file, name),
    name,
    id: readId(list, where, id),
    ...(roles instanceof Problem ? { roles: [], roleProblem: roles } : { roles }),
    where,
  }
}

/** An account with a mistake that hides its name. */
export function brokenAccount(
  list: AccountList,
  file: ListFile,
  problem: Problem,
  key?: string,
): Account {
  const name = key === undefined ? file.path : `${file.path}: ${key}`
  return { ...placeOf(list, file, '*'), name, id: problem, roles: [], where: file.whole }
}

/**
 * The fields of an account that don't come from its entry. If the account's name is not known, `name` is `*`, so that
 * the patterns fit every directory that could belong to the account.
 */
function placeOf(list: AccountList, { path: file, whole }: ListFile, name: string) {
  const directory = path.dirname(file)
  return {
    session: list.session,
    region: list.region,
    paths: (list.paths ?? []).map((pattern) => pattern.replaceAll('${account}', name)),
    ...(list.paths ? {} : { directory: directory === '.' ? '' : directory }),
    profiles: new Map<string, undefined>(),
    file: whole,
    list,
  }
}

/**
 * Advises an account block in place of the list's entry. If there were both, two accounts would have the same name or
 * the same directory.
 */
function orOwnBlock({ each, where }: AccountList): string {
  const without = each
    ? 'remove its entry from this file'
    : `change from in the accounts block of ${where} so that it no longer matches this file`
  return `Or write an account block for this account, and ${without}.`
}

function readId(list: AccountList, where: string, found: unknown) {
  const id = parseFullId(found)
  if (id !== undefined) return id
  const place = (list.id ? [list.id] : defaultIds)
    .map((keys) => keys.join('.') || 'the value')
    .join(' or ')
  const what = found === undefined ? 'missing' : describe(found, '12 digits')
  return misconfigured(`${where}: ${place} is ${what}.`, `Write the id there. ${orOwnBlock(list)}`)
}

function readRoles(
  list: AccountList,
  where: string,
  account: string,
  found: unknown,
): readonly string[] | Problem {
  const { roles, roleFrom } = list
  if (roles && roles.length > 0) return roles
  const from = roleFrom?.join('.') ?? ''
  if (!roleFrom || found === undefined)
    return misconfigured(
      `${where}: account "${account}": ${roleFrom ? from : 'role'} is missing.`,
      roleFrom
        ? `Write the name of the role there. ${orOwnBlock(list)}`
        : `Add role or role_from to the accounts block of ${list.where}.`,
    )
  const checked = [found].flat().map((role) =>
    checkText(role, roleName, {
      subject: `${where}: ${from}`,
      advice: `Write the name there, and not an expression. ${orOwnBlock(list)}`,
    }),
  )
  return (
    checked.find((role) => role instanceof Problem) ??
    checked.filter((role) => typeof role === 'string')
  )
}

function checkText(
  value: unknown,
  { pattern, expected }: TextRule,
  { what, subject, advice }: { what?: string | undefined; subject: string; advice: string },
): string | Problem {
  if (typeof value === 'string' && !isExpression(value) && pattern.test(value)) return value
  return misconfigured(
    what ? `${subject}: ${what}.` : `${subject} is ${describe(value, expected)}.`,
    advice,
  )
}

const describe = (value: unknown, expected: string) =>
  typeof value === 'string' && isExpression(value)
    ? `an expression (${show(value)}), which tfsso does not evaluate`
    : `${show(value)}, but must be ${expected}`
