import type { CreateTokenCommandInput } from '@aws-sdk/client-sso-oidc'
import { latestMs, numberOf, textOf } from '../aws/answer-fields.ts'
import type { Aws } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { describeAwsFailure, unreachable } from '../aws/failure.ts'
import { denied, misconfigured, type Problem } from '../text/problem.ts'
import type { Session } from './session.ts'
import { formatExpiry, type Token } from './token.ts'

/** A client of SSO OIDC, registered for about 90 days. */
export interface Registration {
  clientId: string
  clientSecret: string
  /** RFC 3339 */
  registrationExpiresAt: string
}

/** The Problem for AWS's error InvalidRequest: the session's region has no portal with this start URL. */
export function unknownStartUrl({ startUrl, region }: Session): Problem {
  return misconfigured(
    `AWS does not know the start URL ${startUrl} in ${region}.`,
    "Check the start URL and its region in the project's files.",
  )
}

function unknownScopes({ name, scopes }: Session): Problem {
  return misconfigured(
    `AWS refuses one of the scopes ${scopes.join(', ')}.`,
    `Correct sso_registration_scopes in the section [sso-session ${name}] of your AWS config.`,
  )
}

/** `reason`: the name of AWS's error. */
export function loginRefused(session: Session, reason: string): Problem {
  const message =
    reason === 'AccessDeniedException'
      ? 'was denied'
      : reason === 'ExpiredTokenException'
        ? 'was not answered in time'
        : `failed (${reason})`
  return denied(
    `The login at ${session.startUrl} ${message}.`,
    'Run `tfsso login` to try again. To use your own credentials instead, set TFSSO=args or TFSSO=off.',
  )
}

/**
 * Registers a public client (RFC 7591). PKCE and device authorization need separate clients, because AWS allows no
 * client for both. Problem (exit code 78) if AWS refuses the start URL. The same if the session has several scopes, and
 * AWS refuses one of them. Problem (exit code 69) in most other cases.
 */
export async function registerClient(
  aws: Aws,
  session: Session,
  grantTypes: string[],
  { redirectUris }: { redirectUris?: string[] } = {},
): Promise<Registration> {
  const { RegisterClientCommand } = await import('@aws-sdk/client-sso-oidc')
  try {
    const client = await aws.oidc()
    const answer = await client.send(
      new RegisterClientCommand({
        clientName: 'tfsso',
        clientType: 'public',
        scopes: [...session.scopes],
        grantTypes,
        redirectUris,
        issuerUrl: session.startUrl,
      }),
    )
    const what = 'the client'
    return {
      clientId: textOf(answer.clientId, what),
      clientSecret: textOf(answer.clientSecret, what),
      registrationExpiresAt: formatExpiry(endOf(answer.clientSecretExpiresAt) * 1000),
    }
  } catch (error) {
    const name = describeAwsFailure(error)?.name
    if (name === 'InvalidRequestException') throw unknownStartUrl(session)
    if (name === 'InvalidScopeException' && session.scopes.length > 1) throw unknownScopes(session)
    throw unreachable(`register with ${session.startUrl}`, error)
  }
}

/** A registration's end, in s since 1970. An invalid time counts as expired: then the client serves only this login. */
function endOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= latestMs / 1000 ? value : 0
}

/** The longest token lifetime that tfsso accepts. Sessions at AWS last 90 days at most; a year leaves room. */
const longestSeconds = 365 * 86_400

export type Exchanged = Pick<
  CreateTokenCommandInput,
  'grantType' | 'deviceCode' | 'refreshToken' | 'code' | 'redirectUri' | 'codeVerifier'
>

/** The errors of AWS that `createToken` returns. */
const refusals = [
  'AuthorizationPendingException',
  'SlowDownException',
  'AccessDeniedException',
  'ExpiredTokenException',
  'InvalidGrantException',
  'InvalidClientException',
  'UnauthorizedClientException',
] as const
export type Refusal = (typeof refusals)[number]

/** Throws every error of AWS that is not a `Refusal`. */
export async function createToken(
  aws: Aws,
  clock: AwsClock,
  session: Session,
  registration: Registration,
  exchanged: Exchanged,
): Promise<Token | Refusal> {
  const { CreateTokenCommand } = await import('@aws-sdk/client-sso-oidc')
  const { clientId, clientSecret } = registration
  const client = await aws.oidc()
  try {
    const answer = await client.send(
      new CreateTokenCommand({ clientId, clientSecret, ...exchanged }),
    )
    const what = 'the token'
    const lifetimeMs = numberOf(answer.expiresIn, longestSeconds, what) * 1000
    return {
      startUrl: session.startUrl,
      region: session.region,
      accessToken: textOf(answer.accessToken, what),
      expiresAt: formatExpiry(clock.now() + lifetimeMs),
      ...registration,
      ...(answer.refreshToken ? { refreshToken: textOf(answer.refreshToken, what) } : {}),
    }
  } catch (error) {
    const name = describeAwsFailure(error)?.name
    const refusal = refusals.find((one) => one === name)
    if (refusal) return refusal
    throw error
  }
}
