import { AwsError } from './aws-error.ts'
import { type Answer, empty, header, json, type Request } from './http-message.ts'
import { issueCredentials } from './issue.ts'
import type { Call } from './journal.ts'
import type { EmulatedAccount } from './options.ts'
import { type PortalSession, randomToken, type State } from './state.ts'

/** Entries of a page, by default. */
const pageSize = 20

/** GET /federation/credentials */
export function getRoleCredentials(state: State, request: Request, call: Call): Answer {
  const { token } = signedIn(state, request)
  const accountId = accountIdOf(request)
  const role = request.query.get('role_name') ?? ''
  Object.assign(call, { accountId, role })
  if (role === '') throw invalid('Missing required parameter role_name')
  if (!state.account(accountId)?.roles.includes(role)) throw noAccess()

  const { accessKeyId, secretAccessKey, sessionToken, expiration } = issueCredentials(
    state,
    { accountId, role, accessToken: token },
    state.settings.roleCredentialSeconds,
  )
  return json({ roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration } })
}

/** GET /assignment/accounts */
export function listAccounts(state: State, request: Request): Answer {
  signedIn(state, request)
  const { items, nextToken } = page(
    state.settings.accounts.filter(({ roles }) => roles.length > 0),
    request,
  )
  return json({ nextToken, accountList: items.map(describeAccount) })
}

/** GET /assignment/roles */
export function listAccountRoles(state: State, request: Request, call: Call): Answer {
  signedIn(state, request)
  const accountId = accountIdOf(request)
  call.accountId = accountId
  const account = state.account(accountId)
  if (!account) throw noAccess()
  const { items, nextToken } = page(account.roles, request)
  return json({ nextToken, roleList: items.map((roleName) => ({ roleName, accountId })) })
}

/** POST /logout. Role credentials stay valid, as at AWS. */
export function logout(state: State, request: Request): Answer {
  signedIn(state, request).session.ended = true
  return empty(200)
}

function signedIn(state: State, request: Request): { token: string; session: PortalSession } {
  throttle(state)
  const token = header(request, 'x-amz-sso_bearer_token') ?? ''
  const found = state.accessTokens.get(token)
  const now = state.now()
  if (!found || found.session.ended || found.expiresAt <= now || found.session.endsAt <= now) {
    throw new AwsError(401, 'UnauthorizedException', 'Session token not found or invalid')
  }
  return { token, session: found.session }
}

function throttle({ settings, portalCallTimes: times }: State): void {
  const now = Date.now()
  while (times[0] !== undefined && times[0] <= now - 1000) times.shift()
  if (times.length >= settings.portalCallsPerSecond)
    throw new AwsError(429, 'TooManyRequestsException', 'HTTP 429 Too Many Requests')
  times.push(now)
}

function accountIdOf(request: Request): string {
  const id = request.query.get('account_id') ?? ''
  if (!/^\d{12}$/.test(id)) throw invalid('Invalid account id')
  return id
}

function describeAccount({ id, name, email }: EmulatedAccount) {
  return { accountId: id, accountName: name, emailAddress: email ?? `aws+${id}@example.com` }
}

/** `nextToken` contains the next page's offset, but clients must not rely on that. */
function page<T>(all: readonly T[], request: Request): { items: T[]; nextToken: string | null } {
  const size = Number(request.query.get('max_result') ?? pageSize)
  if (!(Number.isInteger(size) && size >= 1 && size <= 100)) throw invalid('Invalid max_result')
  const given = request.query.get('next_token')
  const offset = given === null ? 0 : decodeOffset(given)
  const items = all.slice(offset, offset + size)
  const next = offset + size
  return { items, nextToken: next < all.length ? encodeOffset(next) : null }
}

function encodeOffset(offset: number): string {
  return Buffer.from(`offset=${offset}&${randomToken(8)}`).toString('base64')
}

function decodeOffset(token: string): number {
  const offset = /^offset=(\d+)&/.exec(Buffer.from(token, 'base64').toString())?.[1]
  if (offset === undefined) throw invalid('Invalid next_token')
  return Number(offset)
}

function invalid(message: string): AwsError {
  return new AwsError(400, 'InvalidRequestException', message)
}

/** AWS's answer for a role or an account that is not assigned. AWS's API description lacks this error. */
function noAccess(): AwsError {
  return new AwsError(403, 'ForbiddenException', 'No access')
}
