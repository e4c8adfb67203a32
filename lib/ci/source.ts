import type { AwsSection } from '../aws-config/sections.ts'
import type { Environment } from '../files/user-paths.ts'
import { denied, misconfigured } from '../text/problem.ts'

export type JobSource =
  | { from: 'environment' | 'container' | 'instance' }
  | { from: 'profile'; name: string }
  | {
      from: 'web-identity'
      roleArn: string
      tokenFile: string
      sessionName: string | undefined
    }

const givers = [
  'aws_access_key_id',
  'role_arn',
  'credential_process',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
]

/**
 * The first source of credentials that the job has. The order is terraform's for code that names no profile (AWS SDK
 * for Go, "resolveCredentialChain"). `sections`: those of the job's AWS files. `given`: the profiles that tfsso defines
 * for the layer. Problem (exit code 77) if there is no source; 78 if AWS_PROFILE names a missing profile, or if the web
 * identity can't be written in an AWS config.
 */
export function findJobSource(
  env: Environment,
  sections: readonly AwsSection[],
  given: { has(name: string): boolean },
): JobSource {
  const key = env.AWS_ACCESS_KEY_ID || env.AWS_ACCESS_KEY
  if (key && (env.AWS_SECRET_ACCESS_KEY || env.AWS_SECRET_KEY)) return { from: 'environment' }
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE) return webIdentity(env, env.AWS_WEB_IDENTITY_TOKEN_FILE)
  const named = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || 'default'
  // A profile of the layer gets the job's credentials, so it can't be their source.
  const name = given.has(named) ? 'default' : named
  const own = sections.filter((section) => section.name === name && isProfile(section))
  if (own.some(({ settings }) => givers.some((giver) => settings.has(giver))))
    return { from: 'profile', name }
  // If AWS_PROFILE names a missing profile, terraform fails, too. terraform ignores an AWS_DEFAULT_PROFILE that names a
  // missing profile.
  if (own.length === 0 && name === env.AWS_PROFILE) {
    throw misconfigured(
      `AWS_PROFILE is ${JSON.stringify(name)}, but the job's AWS config and credentials file have no such profile.`,
      'Correct AWS_PROFILE, or unset it.',
    )
  }
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI)
    return { from: 'container' }
  if (env.AWS_EC2_METADATA_DISABLED?.toLowerCase() !== 'true') return { from: 'instance' }
  throw denied(
    'TFSSO_CI_ROLE is set, but this job has no credentials of its own.',
    'Give it credentials in an earlier step, for example with aws-actions/configure-aws-credentials.',
  )
}

const isProfile = ({ kind }: AwsSection) => kind === 'profile' || kind === 'default'

/** Problem (exit code 78) if a value is invalid, because the values become part of an AWS config. */
function webIdentity(env: Environment, tokenFile: string): JobSource {
  const roleArn = env.AWS_ROLE_ARN ?? ''
  const sessionName = env.AWS_ROLE_SESSION_NAME || undefined
  const wrong = !/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn)
    ? 'AWS_ROLE_ARN'
    : /\p{Cc}|^\s|\s$|\s[#;]/u.test(tokenFile)
      ? 'AWS_WEB_IDENTITY_TOKEN_FILE'
      : sessionName !== undefined && !/^[\w+=,.@-]{2,64}$/.test(sessionName)
        ? 'AWS_ROLE_SESSION_NAME'
        : undefined
  if (wrong !== undefined) {
    throw misconfigured(
      `${wrong} is ${JSON.stringify(env[wrong] ?? '')}, which is not valid for the job's web identity.`,
      'Correct it: AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_SESSION_NAME belong together.',
    )
  }
  return { from: 'web-identity', roleArn, tokenFile, sessionName }
}
