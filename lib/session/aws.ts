import type { SSOClient } from '@aws-sdk/client-sso'
import type { SSOOIDCClient } from '@aws-sdk/client-sso-oidc'
import type { AwsClock } from '../support/aws-clock.ts'
import { exitCode, Problem } from '../support/problem.ts'

/**
 * The two AWS clients, loaded only where AWS must be asked. They honour AWS_ENDPOINT_URL*, and every
 * answer sets the clock.
 */
export class Aws {
  readonly #region: string
  readonly #clock: AwsClock
  readonly #hurry: boolean
  #sso: Promise<SSOClient> | undefined
  #oidc: Promise<SSOOIDCClient> | undefined
  /** where SSO OIDC was asked last, whatever decided that: region, partition, AWS_ENDPOINT_URL* */
  oidcEndpoint: string | undefined

  /** `hurry`: ask once and wait a few seconds only, for what can do without an answer. */
  constructor(region: string, clock: AwsClock, { hurry = false } = {}) {
    this.#region = region
    this.#clock = clock
    this.#hurry = hurry
  }

  /** The access portal: role credentials, accounts, roles, logout. */
  portal(): Promise<SSOClient> {
    this.#sso ??= import('@aws-sdk/client-sso').then(({ SSOClient }) =>
      this.#watch(new SSOClient(this.#settings())),
    )
    return this.#sso
  }

  /** SSO OIDC: registration, authorization, tokens. */
  oidc(): Promise<SSOOIDCClient> {
    this.#oidc ??= import('@aws-sdk/client-sso-oidc').then(({ SSOOIDCClient }) => {
      const client = this.#watch(new SSOOIDCClient(this.#settings()))
      client.middlewareStack.add(
        (next, context) => (args) => {
          this.oidcEndpoint = context.endpointV2?.url.href
          return next(args)
        },
        // Behind the serializer, which resolves it.
        { step: 'build', name: 'tfssoEndpoint' },
      )
      return client
    })
    return this.#oidc
  }

  #settings() {
    // On Node 20 the SDK warns on stderr, where editors parse terraform's output.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
    return {
      region: this.#region,
      maxAttempts: this.#hurry ? 1 : 4,
      requestHandler: {
        connectionTimeout: this.#hurry ? 2_000 : 5_000,
        requestTimeout: this.#hurry ? 5_000 : 15_000,
        throwOnRequestTimeout: true,
      },
    }
  }

  #watch<C extends SSOClient | SSOOIDCClient>(client: C): C {
    const { middlewareStack } = client as SSOClient
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

/** An SDK's error as plain values, or undefined where AWS gave no answer at all. */
export function describeAwsFailure(error: unknown): AwsFailure | undefined {
  if (!(error instanceof Error)) return undefined
  const { error_description, $metadata } = error as Error & {
    error_description?: string
    $metadata?: { httpStatusCode?: number }
  }
  const status = $metadata?.httpStatusCode
  if (status === undefined) return undefined
  return { name: error.name, message: error_description || error.message, status }
}

/**
 * What a person reads when AWS gave no usable answer (69). `doing` is what was tried, as «get …».
 */
export function unreachable(doing: string, error: unknown): Problem {
  const failure = describeAwsFailure(error)
  const cause = error instanceof Error ? (error as NodeJS.ErrnoException) : undefined
  const text = failure
    ? `AWS answered ${failure.status} ${failure.name}: ${failure.message}`
    : `${cause?.code ?? cause?.name ?? 'Error'}: ${cause?.message ?? String(error)}`
  return new Problem(
    exitCode.unreachable,
    `Could not ${doing}: AWS cannot be reached.`,
    text,
    'Check the network, the proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL, then run the command again.',
  )
}
