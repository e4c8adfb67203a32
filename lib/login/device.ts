import { setTimeout as sleep } from 'node:timers/promises'
import { IncompleteAnswer, isWord, notFromAws } from '../aws/answer-fields.ts'
import type { Aws } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { describeAwsFailure, unreachable } from '../aws/failure.ts'
import type { Environment } from '../files/user-paths.ts'
import { createToken, loginRefused, registerClient, unknownStartUrl } from '../session/oidc.ts'
import type { Session } from '../session/session.ts'
import type { Token } from '../session/token.ts'
import { Problem } from '../text/problem.ts'
import type { Invitation } from './announce.ts'
import { checkVerificationUrl } from './verification-url.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:device_code'

/** RFC 8628, 3.5 */
const slowDownSeconds = 5

export interface DeviceOptions {
  env: Environment
  invite(invitation: Invitation): void
  /** aborted when another login has succeeded */
  served?: AbortSignal | undefined
}

/**
 * By RFC 8628. Problem (exit code 77) if the login is refused or not answered in time, 69 if AWS can't be reached, 78
 * as for `registerClient`. Also throws the Problems of `checkVerificationUrl`. When another login has succeeded,
 * `served` is aborted, and this login throws an AbortError.
 */
export async function logInByDevice(
  aws: Aws,
  clock: AwsClock,
  session: Session,
  { env, invite, served }: DeviceOptions,
): Promise<Token> {
  const registration = await registerClient(aws, session, [grantType, 'refresh_token'])
  const { StartDeviceAuthorizationCommand } = await import('@aws-sdk/client-sso-oidc')
  const client = await aws.oidc()
  const { clientId, clientSecret } = registration
  const start = new StartDeviceAuthorizationCommand({
    clientId,
    clientSecret,
    startUrl: session.startUrl,
  })
  const device = await client.send(start).catch((error) => {
    throw startFailed(session, error)
  })
  const { deviceCode, userCode, verificationUri, verificationUriComplete } = device
  const given = verificationUriComplete ?? verificationUri
  const what = 'the code to log in with'
  if (!deviceCode || !userCode || !given || typeof given !== 'string')
    throw startFailed(session, new IncompleteAnswer(what))
  if (!isWord(deviceCode) || !isWord(userCode)) throw notFromAws(what)
  const url = checkVerificationUrl(given, env)

  const validMs = secondsOf(device.expiresIn, 600) * 1000
  invite({ url, code: userCode, validMs })
  const deadline = performance.now() + validMs
  let intervalMs = secondsOf(device.interval, 5) * 1000
  while (performance.now() < deadline) {
    await sleep(intervalMs, undefined, served && { signal: served })
    const answer = await poll(aws, clock, session, registration, deviceCode)
    if (typeof answer !== 'string') return answer
    const next = intervalAfter(answer, intervalMs)
    if (next === undefined) throw loginRefused(session, answer)
    intervalMs = next
  }
  throw loginRefused(session, 'ExpiredTokenException')
}

/** In ms; undefined if the answer is final. A slow_down also lengthens all later intervals (RFC 8628, 3.5). */
export function intervalAfter(answer: string, intervalMs: number): number | undefined {
  if (answer === 'AuthorizationPendingException') return intervalMs
  return answer === 'SlowDownException' ? intervalMs + slowDownSeconds * 1000 : undefined
}

/** In s; `usual` if the value is not valid, such as 0 or more than a day. */
export function secondsOf(value: unknown, usual: number): number {
  return typeof value === 'number' && value > 0 && value <= 24 * 3600 ? value : usual
}

/** A short failure must not end the login, so the failure counts as "not answered yet". */
async function poll(
  aws: Aws,
  clock: AwsClock,
  session: Session,
  registration: Awaited<ReturnType<typeof registerClient>>,
  deviceCode: string,
) {
  try {
    return await createToken(aws, clock, session, registration, { grantType, deviceCode })
  } catch (error) {
    if (error instanceof Problem) throw error
    if (error instanceof IncompleteAnswer) throw unreachable(`log in at ${session.startUrl}`, error)
    const status = describeAwsFailure(error)?.status
    if (status === undefined || status >= 500 || status === 429)
      return 'AuthorizationPendingException'
    throw unreachable(`log in at ${session.startUrl}`, error)
  }
}

function startFailed(session: Session, error: unknown): Problem {
  const failure = describeAwsFailure(error)
  if (failure?.name === 'InvalidRequestException') return unknownStartUrl(session)
  return unreachable(`start a login at ${session.startUrl}`, error)
}
