import { partitionOf } from '../aws/partition.ts'
import type { ProfileTarget } from '../project/profile-target.ts'
import type { JobSource } from './source.ts'

/** Who a web identity is, as a profile to start from: a name that no project's profiles begin with. */
export const webIdentityProfile = '.tfsso-job'

/** The settings of a profile, as lines of an AWS config, by whose it is. */
export type ProfileLines = (target: ProfileTarget) => string[]

/**
 * A profile that assumes a role of that name in the profile's own account, from the credentials of the
 * job. The account stands in the ARN: nothing else can come of it.
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

/** What the profiles start from, where that is nothing that an SDK finds by itself: a whole section. */
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

/** What marks a profile that gives the job's own credentials, in its credential_process. */
const jobMark = '/libexec/credentials" job '

/**
 * A profile that gives the job's own credentials where they are its account's, and fails where they
 * are another's. No setting of an AWS config can see to that, so a process does.
 */
export function checkedProfiles(prefix: string, region: string): ProfileLines {
  return ({ accountId }) => [`credential_process = "${prefix}${jobMark}${accountId} ${region}`]
}

/** Whether a section is one of `checkedProfiles`: it can't be where the job's credentials come from. */
export function isCheckedProfile(settings: ReadonlyMap<string, string>): boolean {
  return settings.get('credential_process')?.includes(jobMark) ?? false
}
