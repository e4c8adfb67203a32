import type { SSOClient } from '@aws-sdk/client-sso'
import type { SSOOIDCClient } from '@aws-sdk/client-sso-oidc'
import { exitCode, Problem } from '../text/problem.ts'
import { IncompleteAnswer } from './answer-fields.ts'
import type { AwsClock } from './clock.ts'
import type { Connections } from './connections.ts'
import { endpointInForce, type SsoService } from './endpoint-override.ts'
import { endpointVariants } from './endpoint-variants.ts'
import { describeNetworkFailure } from './network-failure.ts'

/** How long AWS may take, ms. */
interface Patience {
  /** to accept a connection */
  connectMs: number
  /** to begin its answer, and between two parts of it */
  answerMs: number
  /** for all attempts, with what is waited between them */
  wholeMs: number
  attempts: number
  /** `adaptive` asks more slowly once AWS has answered 429 */
  retryMode: 'standard' | 'adaptive'
}

const patient: Patience = {
  connectMs: 5_000,
  answerMs: 10_000,
  wholeMs: 25_000,
  attempts: 4,
  retryMode: 'standard',
}
/** For what can do without an answer. */
const hurried: Patience = {
  connectMs: 2_000,
  answerMs: 5_000,
  wholeMs: 6_000,
  attempts: 1,
  retryMode: 'standard',
}
/** For many requests in a row, of which AWS takes so many a second. */
const throttled: Patience = { ...patient, wholeMs: 60_000, attempts: 8, retryMode: 'adaptive' }

/**
 * The two AWS clients, loaded only where AWS must be asked. They honour AWS_ENDPOINT_URL* and go the
 * ways of lib/aws; every answer sets the clock. The SDK tries again what may work a moment later,
 * with jitter, and waits as Retry-After says, at most 5 s a time.
 */
export class Aws {
  readonly #region: string
  readonly #clock: AwsClock
  readonly #patience: Patience
  #sso: Promise<SSOClient> | undefined
  #oidc: Promise<SSOOIDCClient> | undefined
  /** where SSO OIDC was asked last, whatever decided that: region, partition, AWS_ENDPOINT_URL* */
  oidcEndpoint: string | undefined

  /**
   * `hurry`: ask once and wait a few seconds only, for what can do without an answer. `many`: for many
   * requests in a row, which slow down where AWS answers 429.
   */
  constructor(region: string, clock: AwsClock, { hurry = false, many = false } = {}) {
    this.#region = region
    this.#clock = clock
    this.#patience = hurry ? hurried : many ? throttled : patient
  }

  /** The access portal: role credentials, accounts, roles, logout. */
  portal(): Promise<SSOClient> {
    this.#sso ??= this.#makePortal()
    return this.#sso
  }

  /** SSO OIDC: registration, authorization, tokens. */
  oidc(): Promise<SSOOIDCClient> {
    this.#oidc ??= this.#makeOidc()
    return this.#oidc
  }

  async #makePortal(): Promise<SSOClient> {
    const { SSOClient } = await import('@aws-sdk/client-sso')
    const connections = await this.#connect()
    return this.#watch(new SSOClient(this.#settings('SSO', connections)), connections)
  }

  async #makeOidc(): Promise<SSOOIDCClient> {
    const { SSOOIDCClient } = await import('@aws-sdk/client-sso-oidc')
    const connections = await this.#connect()
    const client = this.#watch(
      new SSOOIDCClient(this.#settings('SSO_OIDC', connections)),
      connections,
    )
    client.middlewareStack.add(
      (next, context) => (args) => {
        this.oidcEndpoint = context.endpointV2?.url.href
        return next(args)
      },
      // Behind the serializer, which resolves it.
      { step: 'build', name: 'tfssoEndpoint' },
    )
    return client
  }

  async #connect(): Promise<Connections> {
    const { Connections } = await import('./connections.ts')
    return new Connections(process.env, this.#patience.connectMs)
  }

  #settings(service: SsoService, { httpAgent, httpsAgent }: Connections) {
    // On Node 20 the SDK warns on stderr, where editors parse terraform's output.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
    const { connectMs, answerMs, attempts, retryMode } = this.#patience
    const endpoint = endpointInForce(process.env, service)
    return {
      region: this.#region,
      // Else the SDK takes one from ~/.aws/config, where a line would lead tokens to any host.
      ignoreConfiguredEndpointUrls: true,
      ...(endpoint === undefined
        ? endpointVariants(this.#region, process.env)
        : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
      // All that the SDK would take from the environment or a file otherwise (docs/network.md).
      maxAttempts: attempts,
      retryMode,
      defaultsMode: 'standard' as const,
      authSchemePreference: [],
      userAgentAppId: 'tfsso',
      requestHandler: {
        connectionTimeout: connectMs,
        requestTimeout: answerMs,
        throwOnRequestTimeout: true,
        socketTimeout: answerMs,
        httpAgent,
        httpsAgent,
      },
    }
  }

  #watch<C extends SSOClient | SSOOIDCClient>(client: C, connections: Connections): C {
    const { middlewareStack } = client as SSOClient
    const send = client.send.bind(client) as (command: never, options?: object) => Promise<unknown>
    const { wholeMs } = this.#patience
    Object.assign(client, {
      send: async (command: never, options?: object) => {
        const abortSignal = AbortSignal.timeout(wholeMs)
        try {
          return await send(command, { abortSignal, ...options })
        } catch (error) {
          // What it cuts off in the middle of an answer looks like a reset.
          throw abortSignal.aborted ? abortSignal.reason : error
        }
      },
    })
    middlewareStack.add(
      (next) => async (args) => {
        try {
          return await next(args)
        } catch (error) {
          if (!connections.trustSystem(error)) throw error
          return await next(args)
        }
      },
      // Within each attempt.
      { step: 'finalizeRequest', priority: 'low', name: 'tfssoTrust' },
    )
    middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args)
        const { headers } = (result.response ?? {}) as { headers?: Record<string, string> }
        this.#clock.observe(headers?.date)
        return result
      },
      // Behind the deserializer, so that an error's answer is seen as well.
      { step: 'deserialize', priority: 'low', name: 'tfssoClock' },
    )
    return client
  }
}

/** What the SDK's errors have in common; the text of an OIDC error is in error_description. */
export interface AwsFailure {
  name: string
  message: string
  status: number | undefined
}

/**
 * An SDK's error as plain values, or undefined where AWS gave no answer at all: what the SDK can't
 * read, of whatever status, is a proxy's or a hotel's, and says nothing of a token or a role.
 */
export function describeAwsFailure(error: unknown): AwsFailure | undefined {
  if (!(error instanceof Error)) return undefined
  const { error_description, $fault, $metadata } = error as Error & {
    error_description?: string
    $fault?: string
    $metadata?: { httpStatusCode?: number }
  }
  const status = $metadata?.httpStatusCode
  if ($fault === undefined || status === undefined) return undefined
  return { name: error.name, message: error_description || error.message, status }
}

/**
 * Why AWS gave no usable answer, in one line, and what to do. Of what came only the words of AWS's own
 * errors are in it, or it could show a secret.
 */
export function explainFailure(error: unknown): {
  text: string
  advice: string
  answered: boolean
} {
  const later = 'Run the command again in a while; https://health.aws.amazon.com says how AWS is.'
  if (error instanceof IncompleteAnswer)
    return { text: error.message, advice: later, answered: true }
  const failure = describeAwsFailure(error)
  if (!failure) return { ...describeNetworkFailure(error), answered: false }
  const text = `AWS answered ${failure.status} ${failure.name}: ${failure.message}`
  return { text, advice: later, answered: true }
}

/**
 * What a person reads when AWS gave no usable answer (69). `doing` is what was tried, as «get …». A
 * Problem stays as it is.
 */
export function unreachable(doing: string, error: unknown): Problem {
  if (error instanceof Problem) return error
  const { text, advice, answered } = explainFailure(error)
  const message = answered ? `Could not ${doing}.` : `Could not ${doing}: AWS cannot be reached.`
  return new Problem(exitCode.unreachable, message, text, advice)
}
