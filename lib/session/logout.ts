import type { Aws } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { describeAwsFailure } from '../aws/failure.ts'
import { refreshToken } from './refresh.ts'
import type { Session } from './session.ts'
import { isRefreshable, remainingMs, type Token } from './token.ts'

/**
 * Ends a token's session at AWS. If only the file were removed, a copy of the refresh token would still work. AWS ends
 * a session only for a valid access token, so an expired or refused token is refreshed first. If that is not possible,
 * nothing more happens. Throws the SDK's error if AWS can't be reached, or answers with an error that is not a refusal.
 */
export async function endSession(
  aws: Aws,
  clock: AwsClock,
  session: Session,
  token: Token,
): Promise<void> {
  if (remainingMs(token, clock.now()) > 0 && (await voidToken(aws, token))) return
  if (!isRefreshable(token, clock.now())) return
  const fresh = await refreshToken(aws, clock, session, token)
  if (fresh) await voidToken(aws, fresh)
}

/** false if AWS refuses the token (401). */
async function voidToken(aws: Aws, { accessToken }: Token): Promise<boolean> {
  const { LogoutCommand } = await import('@aws-sdk/client-sso')
  const client = await aws.portal()
  try {
    await client.send(new LogoutCommand({ accessToken }))
    return true
  } catch (error) {
    if (describeAwsFailure(error)?.status === 401) return false
    throw error
  }
}
