import { partitionOf } from '../aws/partition.ts'
import type { ProfileTarget } from '../project/profile-target.ts'
import type { JobSource } from './source.ts'

/** The name of the profile for the job's web identity. No project's profile names begin like this. */
export const webIdentityProfile = '.tfsso-job'

/** Gives the settings of a profile, as lines of an AWS config, for its account and role. */
export type ProfileLines = (target: ProfileTarget) => string[]

/**
 * A profile that assumes the role of that name in the profile's own account, starting from the job's credentials. The
 * account is in the ARN, so the profile can't give credentials of another account.
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

/** The section that the profiles start from, if an SDK can't find the source by itself. */
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

/** The word in a credential_process that marks a profile which gives the job's own credentials. */
const jobMark = '/libexec/credentials" job '

/**
 * A profile that gives the job's own credentials if they belong to its account, and fails otherwise. No setting of an
 * AWS config can check that, so it is a credential process.
 */
export function checkedProfiles(prefix: string, region: string): ProfileLines {
  return ({ accountId }) => [`credential_process = "${prefix}${jobMark}${accountId} ${region}`]
}

/** Whether a section is one of `checkedProfiles`, which can't be the source of the job's credentials. */
export function isCheckedProfile(settings: ReadonlyMap<string, string>): boolean {
  return settings.get('credential_process')?.includes(jobMark) ?? false
}
