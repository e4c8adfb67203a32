import { type Environment, requireText } from '../files/user-paths.ts'
import type { Layer } from '../layout/layout.ts'

/**
 * Whether a run gets credentials and arguments; arguments only (TFSSO=args); or arguments, and profiles
 * that are served from the CI job's own credentials (with TFSSO_CI_ROLE besides).
 */
export type GrantMode = 'full' | 'args' | 'job'

/** The variables whose values decide what a grant holds. */
const variables = [
  'HOME',
  'TFSSO_ROLE',
  'TF_DATA_DIR',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_SSO',
  'AWS_ENDPOINT_URL_SSO_OIDC',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'TFSSO_SESSION',
] as const

/** Changes with anything that makes an older grant unfit. */
const format = '3'

/**
 * What a grant goes for, by value. libexec/grant.sh puts the same text together from its own
 * variables (`tfsso_covered`), and takes no grant that says otherwise.
 */
export function describeCoverage(
  tool: string,
  mode: GrantMode,
  prefix: string,
  layer: Layer,
  env: Environment,
): string {
  requireText(Object.fromEntries(variables.map((name) => [name, env[name]])))
  return [
    format,
    tool,
    mode,
    prefix,
    layer.directory,
    layer.account,
    layer.project,
    ...variables.map((name) => env[name] ?? ''),
    ...(mode === 'job' ? describeJob(env) : []),
  ].join('|')
}

/** What decides how the job's credentials are had (lib/ci/source.ts): of secrets, whether there are any. */
function describeJob(env: Environment): string[] {
  const set = (value: string | undefined) => (value ? 'set' : '')
  return [
    env.TFSSO_CI_ROLE ?? '',
    set(env.AWS_ACCESS_KEY_ID || env.AWS_ACCESS_KEY),
    set(env.AWS_SECRET_ACCESS_KEY || env.AWS_SECRET_KEY),
    env.AWS_ROLE_ARN ?? '',
    env.AWS_ROLE_SESSION_NAME ?? '',
    env.AWS_WEB_IDENTITY_TOKEN_FILE ?? '',
    env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || '',
    set(env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI),
    env.AWS_EC2_METADATA_DISABLED ?? '',
  ]
}
