import path from 'node:path'
import type { ProfileTarget } from '../project/profiles.ts'
import type { Aws } from '../session/aws.ts'
import { findToken, obtainToken } from '../session/login.ts'
import type { Session } from '../session/session.ts'
import type { Token } from '../session/token.ts'
import type { AwsClock } from '../support/aws-clock.ts'
import { debug } from '../support/debug.ts'
import { withLock } from '../support/lock.ts'
import { cacheDirectory, type Environment, type Places } from '../support/places.ts'
import { exitCode, Problem } from '../support/problem.ts'
import { type AccountName, getRoleCredentials, listRoles, TokenRejected } from './portal.ts'
import { renewalMarginMs } from './renewal.ts'
import { CredentialStore, hashToken, type RoleCredentials } from './store.ts'

export interface CredentialRequest {
  session: Session
  aws: Aws
  clock: AwsClock
  env: Environment
  places: Places
  /** undefined where a login may be offered, else why not */
  noLogin: string | undefined
}

/** A fetch takes one request or two; each may be retried. */
const fetchWaitMs = 120_000

/** The role's name in the cache: a role that is still to be found out goes by its suffix. */
function roleKey(role: ProfileTarget['role']): string {
  return typeof role === 'string' ? role : `suffix:${role.suffix}`
}

export class CredentialSource {
  readonly #request: CredentialRequest
  readonly #store: CredentialStore

  constructor(request: CredentialRequest) {
    this.#request = request
    this.#store = new CredentialStore(request.places, request.session, request.env)
  }

  /**
   * Role credentials with more than the renewal margin left: the stored ones, else new ones.
   * Processes that want the same share one fetch. Problem 77, 69 or 75 as `obtainToken` and
   * `getRoleCredentials` say.
   */
  async get(target: ProfileTarget): Promise<RoleCredentials> {
    const stored = this.#fresh(target)
    if (stored) return stored
    const token = await obtainToken(this.#request)
    const { accountId, role } = target
    const lock = path.join(
      cacheDirectory(this.#request.places, 'locks'),
      `${accountId}.${roleKey(role)}`,
    )
    const options = { waitMs: fetchWaitMs, ready: () => this.#fresh(target) }
    return await withLock(lock, options, () => this.#fetch(target, token))
  }

  /** Credentials that still live, even if it is time for new ones; for when none can be had. */
  getStillValid({ accountId, role }: ProfileTarget): RoleCredentials | undefined {
    const stored = this.#store.read(accountId, roleKey(role), undefined)
    return stored && stored.expiration - this.#request.clock.now() > 0 ? stored : undefined
  }

  /** Whether these credentials were fetched with this token. */
  isFrom(credentials: RoleCredentials, token: Token | undefined): boolean {
    return token !== undefined && credentials.tokenHash === hashToken(token)
  }

  #fresh({ accountId, role }: ProfileTarget): RoleCredentials | undefined {
    // Another login, or a logout by another tool, makes credentials stale however long they live.
    const token = findToken(this.#request)
    const stored = token && this.#store.read(accountId, roleKey(role), token)
    if (!stored) return undefined
    const leftMs = stored.expiration - this.#request.clock.now()
    return leftMs > renewalMarginMs(stored.lifetimeMs) ? stored : undefined
  }

  async #fetch(target: ProfileTarget, token: Token): Promise<RoleCredentials> {
    try {
      return await this.#fetchWith(token, target)
    } catch (error) {
      if (!(error instanceof TokenRejected)) throw error
    }
    debug('AWS refuses the access token: one more try with a new one')
    const rejected = token.accessToken
    const renewed = await obtainToken({ ...this.#request, rejected })
    try {
      return await this.#fetchWith(renewed, target)
    } catch (error) {
      if (!(error instanceof TokenRejected)) throw error
      throw new Problem(
        exitCode.denied,
        `AWS refuses the session at ${this.#request.session.startUrl}, though it was just renewed.`,
        'Run `tfsso logout` and then `tfsso login`.',
      )
    }
  }

  async #fetchWith(token: Token, target: ProfileTarget): Promise<RoleCredentials> {
    const { aws, clock } = this.#request
    const role =
      typeof target.role === 'string'
        ? target.role
        : await this.#findRole(token, target, target.role.suffix)
    const credentials = await getRoleCredentials(aws, clock, token, target, role)
    const { expiration, lifetimeMs } = credentials
    this.#store.write(target.accountId, roleKey(target.role), credentials, {
      renewAtMs: clock.toLocal(expiration - renewalMarginMs(lifetimeMs)),
      endAtMs: clock.toLocal(expiration),
    })
    return credentials
  }

  async #findRole(token: Token, account: AccountName, suffix: string): Promise<string> {
    const roles = await listRoles(this.#request.aws, token, account)
    const fitting = roles.filter((role) => role.toLowerCase() === suffix.toLowerCase())
    const [role] = fitting
    if (role !== undefined && fitting.length === 1) return role
    throw new Problem(
      exitCode.denied,
      `No role of yours in the account ${account.account} fits the profile's suffix "${suffix}".`,
      roles.length > 0 ? `Your roles there: ${roles.join(', ')}.` : 'You have no role there.',
      `Or give the account a directory with config/account.tfvars and its sso_role.`,
    )
  }
}
