import path from 'node:path'
import { type Aws, describeAwsFailure, unreachable } from '../aws/clients.ts'
import { accountsIn, heldIn, rolesOf } from '../files/cache-places.ts'
import { readPrivate } from '../files/read-trusted.ts'
import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'
import { type Portal, portalKey } from '../session/portal.ts'
import type { Token } from '../session/token.ts'
import { fetchesAtOnce } from './obtain-all.ts'
import { listRoles, TokenRejected } from './portal.ts'

/** An account in which a person holds roles. */
export interface HeldAccount {
  /** 12 digits */
  accountId: string
  /** as AWS names it */
  name: string
  /** sorted */
  roles: string[]
}

/** How long what a person holds is taken from the cache, ms. */
const keptMs = 24 * 3600 * 1000

/**
 * Every account and role that a person holds at a portal, by id; AWS is asked for one page of accounts after the
 * other, and then for the roles of each. TokenRejected for a dead token, Problem 69 where AWS can't be reached.
 */
export async function listHeld(aws: Aws, token: Token): Promise<HeldAccount[]> {
  return await listHeldIn(aws, token, await listAccounts(aws, token))
}

/** The same for some accounts. */
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

/** The cache's file with what is held at a portal. */
export function heldFile(places: Places, portal: Portal): string {
  return path.join(heldIn(places.cache), `${portalKey(portal)}.json`)
}

/** The names of the roles among it, a line each, for completion. */
export function rolesFile(places: Places, portal: Portal): string {
  return path.join(heldIn(places.cache), rolesOf(portalKey(portal)))
}

/** What was kept less than a day ago; undefined where there is nothing. */
export function readHeld(places: Places, portal: Portal, nowMs: number): HeldAccount[] | undefined {
  try {
    const kept = JSON.parse(readPrivate(heldFile(places, portal)) ?? '')
    const age = nowMs - kept.atMs
    return age >= 0 && age < keptMs && Array.isArray(kept.accounts) ? kept.accounts : undefined
  } catch {
    return undefined // none, or cut off
  }
}

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

/** Keeps the names of a project's accounts for completion. */
export function keepAccounts(places: Places, project: string, names: readonly string[]): void {
  const file = accountsIn(places.cache, project)
  cacheDirectory(places, path.relative(places.cache, path.dirname(file)))
  writePrivate(file, lines(names.filter(isPlainWord)))
}

const lines = (all: readonly string[]) => all.map((line) => `${line}\n`).join('')

/** What no shell could take for anything but a word. */
function isPlainWord(name: string): boolean {
  return /^[\w+=,.@-]+$/.test(name)
}
