import path from 'node:path'
import type { Aws } from '../aws/clients.ts'
import { describeAwsFailure, unreachable } from '../aws/failure.ts'
import { accountsIn, heldIn, rolesOf } from '../files/cache-places.ts'
import { readPrivate } from '../files/read-trusted.ts'
import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'
import { type Portal, portalKey } from '../session/portal.ts'
import type { Token } from '../session/token.ts'
import { fetchesAtOnce } from './obtain-all.ts'
import { listRoles, TokenRejected } from './portal.ts'

export interface HeldAccount {
  /** 12 digits */
  accountId: string
  /** as AWS names it */
  name: string
  /** sorted */
  roles: string[]
}

/** How long a stored list of a person's roles is used. */
const keptMs = 24 * 3600 * 1000

/** Every account and role that a person has at a portal, sorted by account id. Errors as for `listRoles`. */
export async function listHeld(aws: Aws, token: Token): Promise<HeldAccount[]> {
  return await listHeldIn(aws, token, await listAccounts(aws, token))
}

/** The person's roles in these accounts, in the accounts' order. Errors as for `listRoles`. */
export async function listHeldIn(
  aws: Aws,
  token: Token,
  accounts: readonly Omit<HeldAccount, 'roles'>[],
): Promise<HeldAccount[]> {
  const { default: pLimit } = await import('p-limit')
  const limit = pLimit(fetchesAtOnce)
  return await Promise.all(
    accounts.map(({ accountId, name }) =>
      limit(async () => {
        const roles = await listRoles(aws, token, { account: name, accountId })
        return { accountId, name, roles }
      }),
    ),
  )
}

async function listAccounts(aws: Aws, { accessToken }: Token) {
  const { paginateListAccounts } = await import('@aws-sdk/client-sso')
  const client = await aws.portal()
  const accounts: Omit<HeldAccount, 'roles'>[] = []
  try {
    const config = { client, stopOnSameToken: true }
    for await (const page of paginateListAccounts(config, { accessToken }))
      for (const { accountId, accountName } of page.accountList ?? [])
        if (accountId) accounts.push({ accountId, name: accountName ?? accountId })
  } catch (error) {
    if (describeAwsFailure(error)?.status === 401) throw new TokenRejected()
    throw unreachable('list your accounts', error)
  }
  return accounts.sort((a, b) => a.accountId.localeCompare(b.accountId))
}

export function heldFile(places: Places, portal: Portal): string {
  return path.join(heldIn(places.cache), `${portalKey(portal)}.json`)
}

/** For completion: the role names that `isPlainWord` accepts, one on each line. */
export function rolesFile(places: Places, portal: Portal): string {
  return path.join(heldIn(places.cache), rolesOf(portalKey(portal)))
}

/** The stored list if it is less than a day old, otherwise undefined. */
export function readHeld(places: Places, portal: Portal, nowMs: number): HeldAccount[] | undefined {
  try {
    const kept = JSON.parse(readPrivate(heldFile(places, portal)) ?? '')
    const age = nowMs - kept.atMs
    return age >= 0 && age < keptMs && Array.isArray(kept.accounts) ? kept.accounts : undefined
  } catch {
    return undefined // missing or incomplete
  }
}

/** Stores the list for `readHeld`, and the roles' names for completion. */
export function keepHeld(
  places: Places,
  portal: Portal,
  accounts: readonly HeldAccount[],
  atMs: number,
): void {
  cacheDirectory(places, 'held')
  writePrivate(heldFile(places, portal), JSON.stringify({ atMs, accounts }))
  const roles = [...new Set(accounts.flatMap((account) => account.roles))].filter(isPlainWord)
  writePrivate(rolesFile(places, portal), lines(roles))
}

/** For completion. Leaves out names that `isPlainWord` rejects. */
export function keepAccounts(places: Places, project: string, names: readonly string[]): void {
  const file = accountsIn(places.cache, project)
  const text = lines(names.filter(isPlainWord).sort())
  cacheDirectory(places, path.relative(places.cache, path.dirname(file)))
  if (readPrivate(file) !== text) writePrivate(file, text)
}

const lines = (all: readonly string[]) => all.map((line) => `${line}\n`).join('')

/** Whether a shell needs no quotes for a name. */
function isPlainWord(name: string): boolean {
  return /^[\w+=,.@-]+$/.test(name)
}
