import { Aws } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { describeAwsFailure } from '../aws/failure.ts'
import type { Environment } from '../files/user-paths.ts'
import { type AnswerFacts, isAnswerOfAws, type ServiceName } from './checks/aws.ts'

export interface Asked {
  answers: AnswerFacts[]
  /** how far AWS's clock is ahead of ours; undefined if AWS gave no answer */
  offsetMs: number | undefined
}

/**
 * The limit for both requests together, including repeated attempts. With a shorter limit, a slow network would look
 * like no network.
 */
const limitMs = 12_000

/**
 * Sends each service a request that costs and changes nothing. With `accessToken`, the portal's answer tells whether
 * AWS accepts the token. The OIDC service refuses its request, because the client that the request names does not
 * exist.
 */
export async function askAws(
  region: string,
  env: Environment,
  accessToken = 'none',
): Promise<Asked> {
  // With /dev/null as its cache, the clock stores nothing.
  const clock = new AwsClock('/dev/null')
  const aws = new Aws(region, clock, { env })
  const abortSignal = AbortSignal.timeout(limitMs)
  const answers = await Promise.all([
    ask(aws, 'oidc', async () => {
      const client = await aws.oidc()
      const { CreateTokenCommand } = await import('@aws-sdk/client-sso-oidc')
      const nobody = { clientId: 'none', clientSecret: 'none', refreshToken: 'none' }
      await client.send(new CreateTokenCommand({ ...nobody, grantType: 'refresh_token' }), {
        abortSignal,
      })
    }),
    ask(aws, 'portal', async () => {
      const client = await aws.portal()
      const { ListAccountsCommand } = await import('@aws-sdk/client-sso')
      await client.send(new ListAccountsCommand({ accessToken, maxResults: 1 }), { abortSignal })
    }),
  ])
  const answered = answers.some(isAnswerOfAws)
  return { answers, offsetMs: answered ? 0 - clock.toLocal(0) : undefined }
}

async function ask(
  aws: Aws,
  service: ServiceName,
  send: () => Promise<void>,
): Promise<AnswerFacts> {
  const facts = () => ({ service, host: aws.endpoints[service]?.host ?? 'AWS' })
  try {
    await send()
    return { ...facts(), answer: { name: 'OK', status: 200 } }
  } catch (error) {
    const failure = describeAwsFailure(error)
    return failure
      ? { ...facts(), answer: { name: failure.name, status: failure.status ?? 0 } }
      : { ...facts(), error }
  }
}
