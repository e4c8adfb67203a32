import { endpointInForce } from '../aws/endpoint-override.ts'
import type { Environment } from '../files/user-paths.ts'
import { denied } from '../text/problem.ts'

/**
 * An address that a person can be sent to: https, or http on the host of AWS_ENDPOINT_URL* (an emulator). Problem (exit
 * code 77) for any other address, 78 if AWS_ENDPOINT_URL* is invalid. The result is spelled as in a browser, without
 * control characters or spaces. No program takes the result for an option.
 */
export function checkVerificationUrl(url: string, env: Environment): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const endpoint = endpointInForce(env, 'SSO_OIDC') ?? ''
  const ours = URL.canParse(endpoint) && new URL(endpoint).host === parsed?.host
  if (parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && ours)) return parsed.href
  throw denied(
    'AWS answered with a login address that is not https, so it is not opened.',
    `It was: ${url}`,
    'Check the proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL, if you set them.',
  )
}
