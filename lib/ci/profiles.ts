import { partitionOf } from '../aws/partition.ts'
import type { ProfileTarget } from '../project/profile-target.ts'
import type { JobSource } from './source.ts'

/**
 * The name of the profile for the job's web identity. It begins with a dot, so that hardly any project has a profile of
 * the same name.
 */
export const webIdentityProfile = '.tfsso-job'

/** Returns the settings of a profile for this account and role, as lines of an AWS config. */
export type ProfileLines = (target: ProfileTarget) => string[]

/**
 * Profiles that use the job's credentials to assume `role`, each in the profile's own account. The account is in the
 * ARN, so a profile can't give credentials of another account.
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

/** The section that tfsso writes for `source_profile`; undefined if the source is not the job's web identity. */
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

/** The text in a credential_process by which `isCheckedProfile` recognizes a profile. */
const jobMark = '/libexec/credentials" job '

/**
 * Profiles that give the job's own credentials. A profile fails if the credentials belong to an account other than the
 * profile's. Only a credential process can check that: an AWS config has no setting for it.
 */
export function checkedProfiles(prefix: string, region: string): ProfileLines {
  return ({ accountId }) => [`credential_process = "${prefix}${jobMark}${accountId} ${region}`]
}

/**
 * Whether a section with these settings is one of `checkedProfiles`. Such a section can't be the source of the job's
 * credentials.
 */
export function isCheckedProfile(settings: ReadonlyMap<string, string>): boolean {
  return settings.get('credential_process')?.includes(jobMark) ?? false
}
