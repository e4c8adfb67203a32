import path from 'node:path'
import { sha256 } from '../../files/digest.ts'
import type { Input, Inputs } from '../../project/inputs.ts'
import { requireSmall } from '../../project/limits.ts'
import { asProblem, attempt } from '../../text/attempt.ts'
import { misconfigured, Problem } from '../../text/problem.ts'
import type { Sources } from '../layout.ts'
import {
  type Asked,
  accountOfEntry,
  brokenAccount,
  entriesInFile,
  type ListedEntry,
  type ListFile,
} from './account-list.ts'
import type { Account, AccountList, Description } from './description.ts'
import { findListFiles } from './list-files.ts'
import { parseList } from './list-values.ts'

/** `entries` is undefined if the file can't be read, has a mistake, or has no map at `each`. */
type FileReading = { entries?: ListedEntry[] | undefined; mistake?: readonly string[] }

/**
 * Adds the accounts of the lists. `findListFiles` says what `layer` (a path from the root) changes. A list's file
 * becomes an input only later, if the file decides for a layer (list-inputs.ts). If an account's entry, or a file of
 * one account, has a mistake, only this account's layers fail. Problem (exit code 78) if:
 * - two accounts have the same name
 * - a file of several accounts (`each`) can't be read or parsed, or has no map at `each`
 * - `from` contains neither `*` nor braces, and names a missing file
 */
export async function withListedAccounts(
  description: Description,
  layer: string | undefined,
  sources: Sources,
): Promise<Description> {
  if (description.lists.length === 0) return description
  const root = path.dirname(description.file)
  const lists: AccountList[] = []
  const accounts = [...description.accounts]
  for (const written of description.lists) {
    const files = findFiles(written, root, layer)
    const list = { ...written, files: files.map(({ whole }) => whole) }
    lists.push(list)
    accounts.push(...(await readList(list, files, sources)))
  }
  refuseSameNames(accounts)
  return { ...description, accounts, lists }
}

function refuseSameNames(accounts: readonly Account[]): void {
  const known = new Map<string, Account>()
  for (const account of accounts) {
    const other = known.get(account.name)
    if (other)
      throw misconfigured(
        `Two accounts are called ${account.name}: ${other.where} and ${account.where}.`,
        'Rename one, or leave it out.',
      )
    known.set(account.name, account)
  }
}

function findFiles(list: AccountList, root: string, layer: string | undefined): ListFile[] {
  const files = findListFiles(root, list.from, layer).map((file) => ({
    path: file,
    whole: path.join(root, file),
  }))
  if (files.length === 0 && !/[*{]/.test(list.from))
    throw misconfigured(
      `${list.where}: accounts: there is no file ${path.join(root, list.from)}.`,
      'Correct the path in `from`, or remove the block.',
    )
  return files
}

async function readList(
  list: AccountList,
  files: readonly ListFile[],
  sources: Sources,
): Promise<Account[]> {
  const { name, id, roleFrom, each } = list
  const readings = await readFiles({ name, id, roleFrom, each }, files, sources)
  return readings.flatMap((reading, number) => accountsOf(list, files[number] as ListFile, reading))
}

function accountsOf(list: AccountList, file: ListFile, { entries, mistake }: FileReading) {
  if (entries) return entries.map((entry) => accountOfEntry(list, file, entry))
  const [message = '', ...advice] = mistake ?? [
    `${file.whole}: ${list.each?.join('.') || 'the file'} is not a map of accounts, but the accounts block of ${list.where} reads it as one.`,
    'Correct the key `each` of that block.',
  ]
  const problem = misconfigured(message, ...advice)
  // The file should list several accounts. Their names are unknown, so any layer could belong to one of them.
  if (list.each) throw problem
  return [brokenAccount(list, file, problem)]
}

/** Caches one result for each file, and one for all files together. The latter is enough if no file has changed. */
async function readFiles(
  asked: Asked,
  files: readonly ListFile[],
  { inputs, cache }: Sources,
): Promise<FileReading[]> {
  const read = files.map(({ whole }) => attempt(() => readText(whole, inputs)))
  const sums = read.map((input) => (input instanceof Problem ? input.message : input.sha256))
  const kind = sha256(JSON.stringify(asked)).slice(0, 16)
  // Paths are part of the key because messages name the files.
  const key = JSON.stringify(files.map(({ whole }, number) => [whole, sums[number]]))
  return await cache.get(sha256(key), `lists1-${kind}`, async () => {
    const readings: FileReading[] = []
    for (const [number, { whole }] of files.entries()) {
      const input = read[number] as Input | Problem
      const name = sha256(`${whole}\n${sums[number]}`)
      const make = () => readFile(asked, whole, input)
      readings.push(await cache.get(name, `list1-${kind}`, make))
    }
    return readings
  })
}

/** does not make the file an input */
function readText(file: string, inputs: Inputs): Input {
  requireSmall(file)
  const input = inputs.peek(file)
  if (!input) throw misconfigured(`${file} no longer exists.`, 'Run the command again.')
  return input
}

async function readFile(asked: Asked, file: string, input: Input | Problem): Promise<FileReading> {
  try {
    if (input instanceof Problem) throw input
    return { entries: entriesInFile(asked, await parseList(file, input.bytes.toString('utf8'))) }
  } catch (error) {
    const { message, advice } = asProblem(error)
    return { mistake: [message, ...advice] }
  }
}
