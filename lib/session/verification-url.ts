import type { Environment } from '../support/places.ts'
import { exitCode, Problem } from '../support/problem.ts'

/** The endpoints in force for SSO OIDC, the more particular first. */
function endpoints(env: Environment): string[] {
  return [env.AWS_ENDPOINT_URL_SSO_OIDC, env.AWS_ENDPOINT_URL].filter((url) => url !== undefined)
}

/**
 * A person is sent only to https, or to the host of the AWS_ENDPOINT_URL* in force (an emulator).
 * Problem (77) otherwise.
 */
export function checkVerificationUrl(url: string, env: Environment): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const ours = endpoints(env).some((own) => URL.canParse(own) && new URL(own).host === parsed?.host)
  if (parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && ours)) return
  throw new Problem(
    exitCode.denied,
    'AWS answered with a login address that is not https, so it is not opened.',
    `It was: ${url}`,
  )
}
