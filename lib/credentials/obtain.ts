import path from 'node:path'
import type { Aws } from '../aws/clients.ts'
import { cacheDirectory } from '../files/user-paths.ts'
import type { HeldLock } from '../lock/lock.ts'
import { roleLocks } from '../lock/places.ts'
import { isRole, type ProfileTarget, roleWord } from '../project/profile-target.ts'
import { findToken, isUsable } from '../session/find-token.ts'
import type { Session } from '../session/session.ts'
import type { Token } from '../session/token.ts'
import { debug } from '../terminal/debug.ts'
import { denied, Problem } from '../text/problem.ts'
import { findStoredCredentials, type StoredSearch } from './find-stored.ts'
import type { AccountName } from './portal.ts'
import { RefusedToken } from './refused-token.ts'
import { isDueForRenewal, renewalMarginMs } from './renewal.ts'
import { CredentialStore, type RoleCredentials } from './store.ts'

/*
 * Role credentials for a run: stored ones, or new ones from AWS. Most runs find stored credentials, so the code that
 * talks to AWS is loaded on demand.
 */

export interface CredentialRequest extends StoredSearch {
  aws: Aws
  /** why the person can't be asked to log in */
  noLogin: string | undefined
  /** as for `obtainToken` */
  loginCommand?: string
  browser?: boolean
  device?: boolean
}

/** How long to wait for another process's fetch. A fetch can take several requests, and the SDK can repeat each. */
const fetchWaitMs = 120_000

/** Guards against a bug: credentials for another account or role. */
function requireFor(
  { accountId, role }: Pick<ProfileTarget, 'accountId' | 'role'>,
  credentials: RoleCredentials,
): void {
  if (credentials.accountId === accountId && isRole(role, credentials.role)) return
  throw new Error(
    `the credentials are those of ${credentials.accountId} ${credentials.role}, not of ${accountId} ${roleWord(role)}`,
  )
}

/** One refresh and then, if allowed, one login. */
export const mostRenewals = ({ noLogin }: Pick<CredentialRequest, 'noLogin'>) =>
  noLogin === undefined ? 2 : 1

/** The Problem (exit code 77) if AWS still refuses the token after `mostRenewals` renewals. */
export function refusedThoughRenewed({ startUrl }: Session): Problem {
  return denied(
    `AWS refuses the session at ${startUrl}, though it was just renewed.`,
    'Run `tfsso logout` and then `tfsso login`.',
  )
}

/** Gets role credentials at one session's portal. */
export class CredentialSource {
  readonly #request: CredentialRequest
  readonly #store: CredentialStore
  /**
   * Why tfsso has no usable token. A later `get` that needs a token throws this Problem at once, so a caller that
   * fetches many credentials asks for only one login.
   */
  noSession: Problem | undefined

  constructor(request: CredentialRequest) {
    this.#request = request
    this.#store = new CredentialStore(request.places, request.session, request.env)
  }

  /**
   * Role credentials that are not due for renewal. Processes that need the same credentials share one fetch. Problems
   * as for `obtainToken`, `getRoleCredentials` and `listRoles`. Also Problem (exit code 77) if AWS refuses every
   * renewed token, or if none or several of the person's roles match the profile's suffix. Problem (exit code 75) if
   * the role's lock could not be acquired.
   */
  async get(target: ProfileTarget): Promise<RoleCredentials> {
    const credentials = await this.#get(target)
    requireFor(target, credentials)
    return credentials
  }

  async #get(target: ProfileTarget): Promise<RoleCredentials> {
    const stored = this.fresh(target)
    if (stored) {
      debug(`role credentials: those stored for ${target.accountId} are valid for long enough`)
      return stored
    }
    debug(
      `role credentials: none stored for ${target.accountId} that belong to this session and are valid for long enough`,
    )
    const rejected: string[] = []
    while (rejected.length <= mostRenewals(this.#request)) {
      const token = await this.#token(rejected)
      const given = await this.#share(target, token, rejected)
      if ('accessKeyId' in given) return given
      debug('AWS refuses the access token')
      rejected.push(given.rejected)
    }
    this.noSession = refusedThoughRenewed(this.#request.session)
    throw this.noSession
  }

  async #token(rejected: readonly string[]): Promise<Token> {
    if (this.noSession) throw this.noSession
    const { obtainToken } = await import('../login/obtain-token.ts')
    try {
      return await obtainToken({ ...this.#request, rejected })
    } catch (error) {
      if (error instanceof Problem) this.noSession = error
      throw error
    }
  }

  /** If AWS refuses the access token, or refused it in the last minute, the result has that token as `rejected`. */
  async #share(target: ProfileTarget, token: Token, rejected: readonly string[]) {
    const { withLock } = await import('../lock/lock.ts')
    const { TokenRejected } = await import('./portal.ts')
    const { places, clock } = this.#request
    const at = path.join(
      cacheDirectory(places, roleLocks),
      `${target.accountId}.${roleWord(target.role)}`,
    )
    const options = { waitMs: fetchWaitMs, ready: () => this.fresh(target) }
    return await withLock<RoleCredentials | { rejected: string }>(at, options, async (lock) => {
      // Processes that wait for this lock can use the credentials only if the token that fetched them is still stored
      // (`fresh`). So use the best token that is stored now. That token can differ from `token`.
      const newest = findToken({ ...this.#request, rejected })
      const use = newest && isUsable(newest, { clock, rejected }) ? newest : token
      const refused = new RefusedToken(places)
      if (refused.is(use)) return { rejected: use.accessToken }
      try {
        return await this.#fetch(use, target, lock)
      } catch (error) {
        if (!(error instanceof TokenRejected)) throw error
        // Don't renew the token while this process holds the lock: a waiting process might be able to ask for a login,
        // even if this process can't.
        refused.remember(use)
        return { rejected: use.accessToken }
      }
    })
  }

  /** Stored credentials that have not expired, for when AWS gives no new ones. */
  getStillValid({
    accountId,
    role,
  }: Pick<ProfileTarget, 'accountId' | 'role'>): RoleCredentials | undefined {
    const stored = this.#store.read(accountId, roleWord(role), undefined)
    if (!stored || stored.expiration - this.#request.clock.now() <= 0) return undefined
    requireFor({ accountId, role }, stored)
    return stored
  }

  /** The stored credentials if they are not due for renewal and their token is still stored. */
  fresh(target: ProfileTarget): RoleCredentials | undefined {
    const stored = findStoredCredentials(this.#request, target)
    return stored && !isDueForRenewal(stored, this.#request.clock.now()) ? stored : undefined
  }

  async #fetch(token: Token, target: ProfileTarget, lock: HeldLock): Promise<RoleCredentials> {
    const { clock } = this.#request
    const credentials = await this.#ask(token, target)
    const { expiration, lifetimeMs } = credentials
    // Store nothing if somebody has logged out meanwhile.
    if (findToken(this.#request)) {
      const times = {
        renewAtMs: clock.toLocal(expiration - renewalMarginMs(lifetimeMs)),
        endAtMs: clock.toLocal(expiration),
      }
      this.#store.write(target.accountId, roleWord(target.role), credentials, times, lock)
    }
    return credentials
  }

  async #ask(token: Token, target: ProfileTarget): Promise<RoleCredentials> {
    const { getRoleCredentials } = await import('./portal.ts')
    const roles = await this.#rolesOf(target, token)
    return await getRoleCredentials(this.#request, token, target, roles)
  }

  async #rolesOf(target: ProfileTarget, token: Token): Promise<string[]> {
    const { accountId, role } = target
    if (typeof role === 'string') return [role]
    if ('suffix' in role) return [await this.#findRole(token, target, role.suffix)]
    // First try the role of the credentials that came with this token: the person probably still has it.
    const before = this.#store.read(accountId, roleWord(role), token)?.role
    return [...role.any].sort((a, b) => Number(b === before) - Number(a === before))
  }

  async #findRole(token: Token, account: AccountName, suffix: string): Promise<string> {
    const { listRoles } = await import('./portal.ts')
    const roles = await listRoles(this.#request.aws, token, account)
    const fitting = roles.filter((role) => role.toLowerCase() === suffix.toLowerCase())
    const [role] = fitting
    if (role !== undefined && fitting.length === 1) return role
    if (fitting.length > 1)
      throw denied(
        `Several of your roles in the account ${account.account} match the profile's suffix "${suffix}": ${fitting.join(', ')}.`,
        "tfsso ignores upper and lower case here. Write the account's role into the project's files.",
      )
    throw denied(
      `None of your roles in the account ${account.account} matches the profile's suffix "${suffix}".`,
      roles.length > 0 ? `Your roles there: ${roles.join(', ')}.` : 'You have no role there.',
      "End the profile's name with one of your roles, or write the account's role into the project's files.",
    )
  }
}
