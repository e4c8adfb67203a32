import type { SSOClient } from '@aws-sdk/client-sso'
import type { SSOOIDCClient } from '@aws-sdk/client-sso-oidc'
import type { Environment } from '../files/user-paths.ts'
import type { AwsClock } from './clock.ts'
import type { Connections } from './connections.ts'
import { endpointInForce, type SsoService } from './endpoint-override.ts'
import { endpointVariants } from './endpoint-variants.ts'

interface Patience {
  /** ms until AWS accepts the connection */
  connectMs: number
  /** ms until the answer begins, and between two parts of it */
  answerMs: number
  /** ms for all attempts and the pauses between them */
  wholeMs: number
  attempts: number
  /** `adaptive` slows down after AWS has answered 429 (too many requests) */
  retryMode: 'standard' | 'adaptive'
}

const patient: Patience = {
  connectMs: 5_000,
  answerMs: 10_000,
  wholeMs: 25_000,
  attempts: 4,
  retryMode: 'standard',
}
/** for requests whose answer is optional */
const hurried: Patience = {
  connectMs: 2_000,
  answerMs: 5_000,
  wholeMs: 6_000,
  attempts: 1,
  retryMode: 'standard',
}
/** for many requests in a row: AWS limits the requests per second */
const throttled: Patience = { ...patient, wholeMs: 60_000, attempts: 8, retryMode: 'adaptive' }

/**
 * The two AWS clients, each loaded when it is first used. After an error that could be temporary, the SDK waits and
 * repeats the request, except with `hurry`. The wait is random; Retry-After can make it up to 5 s longer.
 */
export class Aws {
  readonly #region: string
  readonly #clock: AwsClock
  readonly #patience: Patience
  readonly #env: Environment
  #sso: Promise<SSOClient> | undefined
  #oidc: Promise<SSOOIDCClient> | undefined
  /** the endpoint of each client's last request */
  readonly endpoints: { portal?: URL | undefined; oidc?: URL | undefined } = {}

  /**
   * `clock` gets the Date header of each answer. `hurry`: try once and wait only a few seconds, because the answer is
   * optional. `many`: the caller sends many requests in a row. `env` names endpoints, proxies and CAs.
   */
  constructor(
    region: string,
    clock: AwsClock,
    { env, hurry = false, many = false }: { env: Environment; hurry?: boolean; many?: boolean },
  ) {
    this.#env = env
    this.#region = region
    this.#clock = clock
    this.#patience = hurry ? hurried : many ? throttled : patient
  }

  /** For role credentials, accounts, roles and logout. */
  portal(): Promise<SSOClient> {
    this.#sso ??= this.#makePortal()
    return this.#sso
  }

  /** For registration, authorization and tokens. */
  oidc(): Promise<SSOOIDCClient> {
    this.#oidc ??= this.#makeOidc()
    return this.#oidc
  }

  async #makePortal(): Promise<SSOClient> {
    const { SSOClient } = await import('@aws-sdk/client-sso')
    const connections = await this.#connect()
    return this.#watch('portal', new SSOClient(this.#settings('SSO', connections)), connections)
  }

  async #makeOidc(): Promise<SSOOIDCClient> {
    const { SSOOIDCClient } = await import('@aws-sdk/client-sso-oidc')
    const connections = await this.#connect()
    const client = new SSOOIDCClient(this.#settings('SSO_OIDC', connections))
    return this.#watch('oidc', client, connections)
  }

  async #connect(): Promise<Connections> {
    const { Connections } = await import('./connections.ts')
    return new Connections(this.#env, this.#patience.connectMs)
  }

  #settings(service: SsoService, { httpAgent, httpsAgent }: Connections) {
    // On Node 20 the SDK would print a warning on stderr. Editors parse our stderr as terraform's.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
    const { connectMs, answerMs, attempts, retryMode } = this.#patience
    const endpoint = endpointInForce(this.#env, service)
    return {
      region: this.#region,
      // Without this setting, a line in ~/.aws/config could send tokens to any host.
      ignoreConfiguredEndpointUrls: true,
      ...(endpoint === undefined
        ? endpointVariants(this.#region, this.#env)
        : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
      // By default, the SDK takes the next five values from the environment or a file (docs/network.md).
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

  #watch<C extends SSOClient | SSOOIDCClient>(
    service: 'portal' | 'oidc',
    client: C,
    connections: Connections,
  ): C {
    const { middlewareStack } = client as SSOClient
    const send = client.send.bind(client) as (command: never, options?: object) => Promise<unknown>
    const { wholeMs } = this.#patience
    Object.assign(client, {
      send: async (command: never, options?: object) => {
        const abortSignal = AbortSignal.timeout(wholeMs)
        try {
          return await send(command, { abortSignal, ...options })
        } catch (error) {
          // If `wholeMs` runs out in the middle of an answer, the SDK's error says only that the connection was reset.
          throw abortSignal.aborted ? abortSignal.reason : error
        }
      },
    })
    middlewareStack.add(
      (next, context) => (args) => {
        this.endpoints[service] = context.endpointV2?.url
        return next(args)
      },
      // The step before this one (serialize) resolves the endpoint.
      { step: 'build', name: 'tfssoEndpoint' },
    )
    middlewareStack.add(
      (next) => (args) => connections.send(() => next(args)),
      // inside the SDK's loop of attempts, to see each attempt's error
      { step: 'finalizeRequest', priority: 'low', name: 'tfssoTrust' },
    )
    middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args)
        const { headers } = (result.response ?? {}) as { headers?: Record<string, string> }
        this.#clock.observe(headers?.date)
        return result
      },
      // The deserializer throws for an error answer. This step gets each answer before the deserializer does, and so
      // also the date of an error answer.
      { step: 'deserialize', priority: 'low', name: 'tfssoClock' },
    )
    return client
  }
}
