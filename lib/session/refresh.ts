import type { Aws } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { describeAwsFailure } from '../aws/failure.ts'
import { createToken } from './oidc.ts'
import type { Session } from './session.ts'
import type { Token } from './token.ts'

/**
 * Returns the new token, with the unknown keys of the old one. Returns undefined if SSO OIDC refuses: for example, the
 * portal session has ended, or another tool has used the refresh token. Throws the SDK's error if AWS can't be reached
 * or fails in another way.
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
    // Every 400 (InvalidRequest, InvalidScope …) counts as a refusal, because a login helps.
    if (describeAwsFailure(error)?.status === 400) return 'InvalidGrantException' as const
    throw error
  })
  if (typeof fresh === 'string') return undefined
  // If the answer has no refresh token, drop the old one, as all other clients do.
  const { refreshToken: _, ...kept } = token
  return { ...kept, ...fresh, startUrl: token.startUrl }
}
