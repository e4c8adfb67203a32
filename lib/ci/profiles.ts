import { partitionOf } from '../aws/partition.ts'
import type { ProfileTarget } from '../project/profile-target.ts'
import type { JobSource } from './source.ts'

/** Because of the dot, hardly any project has a profile of this name. */
export const webIdentityProfile = '.tfsso-job'

/** Returns a profile's settings as lines of an AWS config. */
export type ProfileLines = (target: ProfileTarget) => string[]

/**
 * Profiles that use the job's credentials to assume `role` in each profile's own account. The account is in the ARN, so
 * a profile can't give another account's credentials.
 */
export function assumingProfiles(role: string, region: string, source: JobSource): ProfileLines {
  return ({ accountId }) => [
    `role_arn = arn:${partitionOf(region)}:iam::${accountId}:role/${role}`,
    sourceLine(source),
  ]
}

function sourceLine(source: JobSource): string {
  switch (source.from) {
    case 'environment':
      return 'credential_source = Environment'
    case 'container':
      return 'credential_source = EcsContainer'
    case 'instance':
      return 'credential_source = Ec2InstanceMetadata'
    case 'profile':
      return `source_profile = ${source.name}`
    case 'web-identity':
      return `source_profile = ${webIdentityProfile}`
  }
}

/** The section of `webIdentityProfile`; undefined if the source is not the job's web identity. */
export function sourceSection(source: JobSource): string | undefined {
  if (source.from !== 'web-identity') return undefined
  const { roleArn, tokenFile, sessionName } = source
  return [
    `[profile ${webIdentityProfile}]`,
    `role_arn = ${roleArn}`,
    `web_identity_token_file = ${tokenFile}`,
    ...(sessionName === undefined ? [] : [`role_session_name = ${sessionName}`]),
    '',
  ].join('\n')
}

const jobMark = '/libexec/credentials" job '

/**
 * Profiles that give the job's own credentials, and fail if these belong to another account. An AWS config has no
 * setting for this check, so a credential process makes it.
 */
export function checkedProfiles(prefix: string, region: string): ProfileLines {
  return ({ accountId }) => [`credential_process = "${prefix}${jobMark}${accountId} ${region}`]
}

/**
 * Whether a profile with these settings comes from `checkedProfiles`. Such a profile can't be the source of the job's
 * credentials.
 */
export function isCheckedProfile(settings: ReadonlyMap<string, string>): boolean {
  return settings.get('credential_process')?.includes(jobMark) ?? false
}
