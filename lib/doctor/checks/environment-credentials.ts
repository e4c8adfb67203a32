import type { Environment } from '../../files/user-paths.ts'
import { type Finding, ok, warning } from '../finding.ts'
import type { RunMode } from '../run-mode.ts'

/** What libexec/names.sh clears (`tfsso_cleared`), in its order. */
export const cleared = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SECURITY_TOKEN',
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
]
/** What it puts the layer's own in place of. */
const replaced = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']

/**
 * What is set here of which terraform would make credentials, and what tfsso does about it in a run of
 * this mode; `reason` is why the mode is not full. No value is shown.
 */
export function checkCredentials(env: Environment, mode: RunMode, reason: string): Finding[] {
  return [...cleared, ...replaced]
    .filter((name) => env[name] !== undefined)
    .map((name) => {
      if (mode !== 'full')
        return ok('credentials', `${name} is set, and counts for terraform: ${reason}.`, name)
      const what = replaced.includes(name)
        ? 'in a layer tfsso puts the layer’s own in its place'
        : 'in a layer tfsso takes it away from terraform'
      const advice = [
        `Other tools still take it: unset ${name}. With TFSSO=args terraform takes it as well.`,
      ]
      return warning('credentials', `${name} is set; ${what}.`, advice, name)
    })
}
