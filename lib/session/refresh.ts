import { type Aws, describeAwsFailure } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { createToken } from './oidc.ts'
import type { Session } from './session.ts'
import type { Token } from './token.ts'

/**
 * A new token for a refreshable one, or undefined where SSO OIDC refuses it (the portal session has
 * ended, or another tool has used the refresh token). Keys that we don't know are kept. Where AWS
 * can't be reached the SDK's error is thrown.
 */
export async function refreshToken(
  aws: Aws,
  clock: AwsClock,
  session: Session,
  token: Token,
): Promise<Token | undefined> {
  const { clientId = '', clientSecret = '', registrationExpiresAt = '' } = token
  const registration = { clientId, clientSecret, registrationExpiresAt }
  const fresh = await createToken(aws, clock, session, registration, {
    grantType: 'refresh_token',
    refreshToken: token.refreshToken,
  }).catch((error) => {
    // Whatever AWS has against the request (InvalidRequest, InvalidScope …), a login helps.
    if (describeAwsFailure(error)?.status === 400) return 'InvalidGrantException' as const
    throw error
  })
  if (typeof fresh === 'string') return undefined
  // As all other clients do: an answer without a refresh token ends the old one.
  const { refreshToken: _, ...kept } = token
  return { ...kept, ...fresh, startUrl: token.startUrl }
}
