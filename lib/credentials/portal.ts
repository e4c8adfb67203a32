import { IncompleteAnswer, latestMs, notFromAws, numberOf, textOf } from '../aws/answer-fields.ts'
import type { Aws } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { type AwsFailure, describeAwsFailure, unreachable } from '../aws/failure.ts'
import type { Environment } from '../files/user-paths.ts'
import type { Token } from '../session/token.ts'
import { closest } from '../text/closest.ts'
import { denied, type Problem } from '../text/problem.ts'
import { hashToken, type RoleCredentials } from './store.ts'

export interface AccountName {
  account: string
  accountId: string
}

/** AWS refused the access token (401). AWS can refuse a token before it expires. */
export class TokenRejected extends Error {}

const nameOf = ({ account, accountId }: AccountName) =>
  account === accountId ? accountId : `${account} (${accountId})`

/**
 * Fetches the credentials of the first of these roles that AWS does not refuse. TokenRejected if AWS refuses the token.
 * Problem (exit code 77) if the person has none of these roles. Exit code 69 if AWS gives no usable answer, 78 if a
 * received value can't be AWS's.
 */
export async function getRoleCredentials(
  { aws, clock, env }: { aws: Aws; clock: AwsClock; env: Environment },
  token: Token,
  account: AccountName,
  roles: readonly string[],
): Promise<RoleCredentials> {
  for (const role of roles) {
    const given = await ask(aws, clock, token, account, role)
    if (given) return given
  }
  const held = await listRoles(aws, token, account).catch(() => undefined)
  throw await describeDenial(nameOf(account), roles, held, env)
}

/** undefined if AWS refuses the role. */
async function ask(
  aws: Aws,
  clock: AwsClock,
  token: Token,
  account: AccountName,
  role: string,
): Promise<RoleCredentials | undefined> {
  const { GetRoleCredentialsCommand } = await import('@aws-sdk/client-sso')
  const client = await aws.portal()
  const command = new GetRoleCredentialsCommand({
    accountId: account.accountId,
    roleName: role,
    accessToken: token.accessToken,
  })
  try {
    const { roleCredentials: given } = await client.send(command)
    const what = 'the credentials'
    const expiration = numberOf(given?.expiration, latestMs, what)
    const lifetimeMs = expiration - clock.now()
    if (lifetimeMs <= 0) throw new IncompleteAnswer('credentials that are still valid')
    return {
      accountId: account.accountId,
      role,
      accessKeyId: textOf(given?.accessKeyId, what),
      secretAccessKey: textOf(given?.secretAccessKey, what),
      sessionToken: textOf(given?.sessionToken, what),
      expiration,
      lifetimeMs,
      tokenHash: hashToken(token),
    }
  } catch (error) {
    const failure = describeAwsFailure(error)
    if (failure && isDenial(failure)) return undefined
    throw explain(error, failure, `get credentials for ${role} in ${nameOf(account)}`)
  }
}

/** AWS answers 403 if a role or account is not assigned, 404 or 400 if it is unknown. */
function isDenial({ status, name }: AwsFailure): boolean {
  return (
    status === 403 || name === 'ResourceNotFoundException' || name === 'InvalidRequestException'
  )
}

function explain(error: unknown, failure: AwsFailure | undefined, doing: string): Error {
  if (failure?.status === 401) return new TokenRejected()
  return unreachable(doing, error)
}

/** TFSSO_ROLE is the role from --role or the environment. */
export async function describeDenial(
  account: string,
  wanted: readonly string[],
  roles: readonly string[] | undefined,
  { TFSSO_ROLE: asked }: { TFSSO_ROLE?: string | undefined },
): Promise<Problem> {
  const [first, ...others] = wanted
  const near = roles ? await nearTo(wanted, roles) : []
  const meant = near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : []
  const held = roles?.length
    ? `Your roles there: ${roles.join(', ')}.`
    : 'You have no role in that account.'
  return denied(
    others.length === 0
      ? `You do not have the role ${first} in the account ${account}.`
      : `You have none of the roles ${wanted.join(', ')} in the account ${account}.`,
    ...(roles ? [held] : []),
    ...meant,
    asked === first && others.length === 0
      ? 'The role comes from --role or TFSSO_ROLE: correct it, leave it out, or ask your administrator to assign it.'
      : "Correct the account's role in the project's files, use another role once with TFSSO_ROLE, or ask your administrator to assign it.",
  )
}

/** The roles that the person could have meant. */
async function nearTo(wanted: readonly string[], roles: readonly string[]): Promise<string[]> {
  const near = roles.filter((held) => wanted.some((role) => isNear(held, role)))
  if (near.length > 0) return near
  const lower = roles.map((role) => role.toLowerCase())
  const slips = await Promise.all(wanted.map((role) => closest(role.toLowerCase(), lower)))
  return roles.filter((_, index) => slips.includes(lower[index]))
}

/**
 * Whether two names differ at most in case and punctuation, or one begins with the other (if both have at least four
 * letters or digits).
 */
function isNear(held: string, role: string): boolean {
  const letters = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const [a, b] = [letters(held), letters(role)]
  if (a === b) return true
  return Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a))
}

/**
 * The person's roles in an account, sorted; empty if AWS denies access to the account. TokenRejected if AWS refuses the
 * token. Problem (exit code 69) if AWS gives no usable answer, 78 if the answer is about another account.
 */
export async function listRoles(aws: Aws, token: Token, account: AccountName): Promise<string[]> {
  const { paginateListAccountRoles } = await import('@aws-sdk/client-sso')
  const client = await aws.portal()
  const { accountId } = account
  const { accessToken } = token
  const roles: string[] = []
  try {
    // `stopOnSameToken` prevents an endless loop if a service gives the same page token twice.
    const config = { client, stopOnSameToken: true }
    for await (const page of paginateListAccountRoles(config, { accountId, accessToken }))
      for (const { roleName, accountId: of } of page.roleList ?? []) {
        if (of !== undefined && of !== accountId) throw notFromAws('your roles in that account')
        if (roleName) roles.push(roleName)
      }
  } catch (error) {
    const failure = describeAwsFailure(error)
    if (failure && isDenial(failure)) return []
    throw explain(error, failure, `list your roles in ${nameOf(account)}`)
  }
  return roles.sort()
}

/** False if AWS answers 401. Problem (exit code 69) for any other error. */
export async function isAccepted({ aws }: { aws: Aws }, { accessToken }: Token): Promise<boolean> {
  const { ListAccountsCommand } = await import('@aws-sdk/client-sso')
  const client = await aws.portal()
  try {
    await client.send(new ListAccountsCommand({ accessToken, maxResults: 1 }))
    return true
  } catch (error) {
    if (describeAwsFailure(error)?.status === 401) return false
    throw unreachable('ask AWS whether the session is valid', error)
  }
}
