import { endpointInForce } from '../aws/endpoint-override.ts'
import type { Environment } from '../files/user-paths.ts'
import { exitCode, Problem } from '../text/problem.ts'

/**
 * A person is sent only to https, or to the host of the AWS_ENDPOINT_URL* in force (an emulator).
 * Gives the address as a browser has it: no control characters, no white space, nothing that could
 * be an option. Problem (77) otherwise.
 */
export function checkVerificationUrl(url: string, env: Environment): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const endpoint = endpointInForce(env, 'SSO_OIDC') ?? ''
  const ours = URL.canParse(endpoint) && new URL(endpoint).host === parsed?.host
  if (parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && ours)) return parsed.href
  throw new Problem(
    exitCode.denied,
    'AWS answered with a login address that is not https, so it is not opened.',
    `It was: ${url}`,
    'Check the proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL, if you set them.',
  )
}
