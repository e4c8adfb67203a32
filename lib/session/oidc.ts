import type { CreateTokenCommandInput } from '@aws-sdk/client-sso-oidc'
import { latestMs, numberOf, textOf } from '../aws/answer-fields.ts'
import { type Aws, describeAwsFailure, unreachable } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { exitCode, Problem } from '../text/problem.ts'
import type { Session } from './session.ts'
import { formatExpiry, type Token } from './token.ts'

/** A client registered with SSO OIDC; it is good for about 90 days. */
export interface Registration {
  clientId: string
  clientSecret: string
  /** RFC 3339 */
  registrationExpiresAt: string
}

/** AWS answers InvalidRequest where no portal of that region has the start URL (78). */
export function unknownStartUrl({ startUrl, region }: Session): Problem {
  return new Problem(
    exitCode.configuration,
    `AWS does not know the start URL ${startUrl} in ${region}.`,
    "Check the start URL and its region in the project's files.",
  )
}

function unknownScopes({ name, scopes }: Session): Problem {
  return new Problem(
    exitCode.configuration,
    `AWS does not give one of the scopes ${scopes.join(', ')}.`,
    `Correct sso_registration_scopes in the section [sso-session ${name}] of your AWS config.`,
  )
}

/** A login that came to nothing, by the name of AWS's error (77). */
export function loginRefused(session: Session, reason: string): Problem {
  const message =
    reason === 'AccessDeniedException'
      ? 'was denied'
      : reason === 'ExpiredTokenException'
        ? 'was not answered in time'
        : `failed (${reason})`
  return new Problem(
    exitCode.denied,
    `The login at ${session.startUrl} ${message}.`,
    'Run `tfsso login` to try again. TFSSO=args runs with your own credentials, TFSSO=off without tfsso.',
  )
}

/**
 * Registers a public client (RFC 7591) for these grant types; AWS refuses one for both ways to log in. Problem 78 where AWS does not know the
 * start URL, 69 where it can't be reached.
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

/** When a registration ends, s since 1970; long ago where that makes no sense: it does for one login. */
function endOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= latestMs / 1000 ? value : 0
}

/** No session lives longer at AWS than 90 days; a year leaves room, s. */
const longestSeconds = 365 * 86_400

/** How CreateToken is asked: by device code, by refresh token, or by an authorization code. */
export type Proof = Pick<
  CreateTokenCommandInput,
  'grantType' | 'deviceCode' | 'refreshToken' | 'code' | 'redirectUri' | 'codeVerifier'
>

/** The errors of CreateToken that say something about the grant; all others are thrown as they are. */
export type Refusal =
  | 'AuthorizationPendingException'
  | 'SlowDownException'
  | 'AccessDeniedException'
  | 'ExpiredTokenException'
  | 'InvalidGrantException'
  | 'InvalidClientException'
  | 'UnauthorizedClientException'

const refusals = new Set<string>([
  'AuthorizationPendingException',
  'SlowDownException',
  'AccessDeniedException',
  'ExpiredTokenException',
  'InvalidGrantException',
  'InvalidClientException',
  'UnauthorizedClientException',
] satisfies Refusal[])

/** Asks for a token: the token, or why there is none. What is no answer of SSO OIDC is thrown. */
export async function createToken(
  aws: Aws,
  clock: AwsClock,
  session: Session,
  registration: Registration,
  proof: Proof,
): Promise<Token | Refusal> {
  const { CreateTokenCommand } = await import('@aws-sdk/client-sso-oidc')
  const { clientId, clientSecret } = registration
  const client = await aws.oidc()
  try {
    const answer = await client.send(new CreateTokenCommand({ clientId, clientSecret, ...proof }))
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
    const name = describeAwsFailure(error)?.name ?? ''
    if (refusals.has(name)) return name as Refusal
    throw error
  }
}
