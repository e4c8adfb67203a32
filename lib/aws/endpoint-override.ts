import type { Environment } from '../files/user-paths.ts'
import { misconfigured } from '../text/problem.ts'

export type SsoService = 'SSO' | 'SSO_OIDC'

/**
 * The endpoint in the environment; undefined if there is none, or if `ignoresEndpoints`. AWS_ENDPOINT_URL_<SERVICE>
 * comes before AWS_ENDPOINT_URL (AWS SDKs and Tools Reference Guide, "Service-specific endpoints"). Files don't count:
 * a `services` section or an `endpoint_url` must not send a person's tokens to another host. Problem (exit code 78) for
 * a value that is not an http or https URL.
 */
export function endpointInForce(env: Environment, service: SsoService): string | undefined {
  if (ignoresEndpoints(env)) return undefined
  const own = `AWS_ENDPOINT_URL_${service}`
  const name = env[own] ? own : 'AWS_ENDPOINT_URL'
  const value = env[name]
  if (!value) return undefined
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw misconfigured(
      `${name} is not an http:// or https:// URL: ${value}`,
      'Set it to the address of the service, or unset it.',
    )
  }
  return value
}

/** As in the SDKs, only `true`, in upper or lower case, counts. */
export function ignoresEndpoints(env: Environment): boolean {
  return env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true'
}
