import type { SSOClient } from '@aws-sdk/client-sso'
import type { SSOOIDCClient } from '@aws-sdk/client-sso-oidc'
import { Aws, describeAwsFailure } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { type AnswerFacts, isAnswerOfAws, type ServiceName } from './checks/aws.ts'

export interface Asked {
  answers: AnswerFacts[]
  /** AWS's clock against ours, ms; 0 where it agrees, undefined where no answer came */
  offsetMs: number | undefined
}

/** A slow network is not one that does not answer, ms: for a service, with all attempts. */
const limitMs = 12_000

/**
 * Asks both services what costs nothing and changes nothing: a list with a token, and a token for a
 * client that there is not, which they refuse. `accessToken`: the session's own, where it has one;
 * whether AWS takes it is in the portal's answer.
 */
export async function askAws(region: string, accessToken = 'none'): Promise<Asked> {
  // No place to keep anything: it is to change nothing.
  const clock = new AwsClock('/dev/null')
  const aws = new Aws(region, clock)
  const abortSignal = AbortSignal.timeout(limitMs)
  const answers = await Promise.all([
    ask(
      'oidc',
      () => aws.oidc(),
      async (client) => {
        const { CreateTokenCommand } = await import('@aws-sdk/client-sso-oidc')
        const nobody = { clientId: 'none', clientSecret: 'none', refreshToken: 'none' }
        await client.send(new CreateTokenCommand({ ...nobody, grantType: 'refresh_token' }), {
          abortSignal,
        })
      },
    ),
    ask(
      'portal',
      () => aws.portal(),
      async (client) => {
        const { ListAccountsCommand } = await import('@aws-sdk/client-sso')
        await client.send(new ListAccountsCommand({ accessToken, maxResults: 1 }), { abortSignal })
      },
    ),
  ])
  const answered = answers.some(isAnswerOfAws)
  return { answers, offsetMs: answered ? 0 - clock.toLocal(0) : undefined }
}

async function ask<C extends SSOClient | SSOOIDCClient>(
  service: ServiceName,
  makeClient: () => Promise<C>,
  send: (client: C) => Promise<void>,
): Promise<AnswerFacts> {
  let url: URL | undefined
  const facts = () => ({ service, host: url?.host ?? 'AWS' })
  try {
    const client = await makeClient()
    const { middlewareStack } = client as SSOClient
    middlewareStack.add(
      (next, context) => (args) => {
        url = context.endpointV2?.url
        return next(args)
      },
      // Behind the serializer, which resolves it.
      { step: 'build', name: 'tfssoDoctor' },
    )
    await send(client)
    return { ...facts(), answer: { name: 'OK', status: 200 } }
  } catch (error) {
    const failure = describeAwsFailure(error)
    // What the SDK can't read is no answer of AWS's.
    return failure && failure.name !== 'SyntaxError'
      ? { ...facts(), answer: { name: failure.name, status: failure.status ?? 0 } }
      : { ...facts(), error }
  }
}
