import { endpointInForce } from '../aws/endpoint-override.ts'
import type { Environment } from '../files/user-paths.ts'
import { denied } from '../text/problem.ts'

/**
 * Checks an address before a person is sent to it. It must use https, or http on the host that AWS_ENDPOINT_URL* names
 * (an emulator). Otherwise Problem (exit code 77). Problem (exit code 78) if that variable is invalid. Returns the
 * address as a browser writes it, because this form has no control characters and no white space, and no program takes
 * it for an option.
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
