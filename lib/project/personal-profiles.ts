import { markerPattern } from '../aws-config/document.ts'
import { readPersonalFiles } from '../aws-config/personal-files.ts'
import type { AwsSection } from '../aws-config/sections.ts'
import type { Places } from '../files/user-paths.ts'
import { misconfigured, type Problem } from '../text/problem.ts'
import type { ProfileTarget } from './profile-target.ts'
import { profileRule } from './rules.ts'

export interface PersonalProfile {
  file: string
  /** whether `tfsso configure` wrote it */
  ours: boolean
  /** sso_account_id and sso_role_name, if it has them */
  accountId: string | undefined
  role: string | undefined
}

/**
 * The profiles by name. If the AWS config file and the credentials file both contain a name, the config file's profile
 * counts. A profile in the credentials file usually has no account, because access keys don't name an account.
 */
export type PersonalProfiles = ReadonlyMap<string, PersonalProfile>

/** If several profiles have the same name, the first is used. */
export function findPersonalProfiles(
  files: readonly { file: string; sections: readonly AwsSection[] }[],
): PersonalProfiles {
  const found = new Map<string, PersonalProfile>()
  for (const { file, sections } of files) {
    for (const { kind, name, text, settings } of sections) {
      if ((kind !== 'profile' && kind !== 'default') || found.has(name)) continue
      found.set(name, {
        file,
        ours: text.split('\n').some((line) => markerPattern.test(line)),
        accountId: settings.get('sso_account_id'),
        role: settings.get('sso_role_name'),
      })
    }
  }
  return found
}

export function personalProfiles(
  places: Places,
  { config, credentials } = readPersonalFiles(places),
): PersonalProfiles {
  return findPersonalProfiles([
    { file: places.awsConfig, sections: config },
    { file: places.awsCredentials, sections: credentials },
  ])
}

/** The profile `default` is always the person's own. */
export const mayBeOurs = (name: string) => profileRule.pattern.test(name) && name !== 'default'

/**
 * The Problem (exit code 78) if the project and the person use the same profile name. undefined if `tfsso configure`
 * wrote the person's profile, or if both profiles are for the same account and role.
 */
export function claimConflict(
  name: string,
  personal: PersonalProfile,
  { account, accountId, role }: ProfileTarget,
  claimedIn: readonly string[],
): Problem | undefined {
  if (personal.ours) return undefined
  if (personal.accountId === accountId && personal.role === role) return undefined
  const as = typeof role === 'string' && role !== '' ? ` as ${role}` : ''
  return misconfigured(
    `The profile ${name} is in your own ${personal.file}, but ${claimedIn.join(', ')} also uses this name, for the account ${account} (${accountId})${as}.`,
    'Rename one of the two. You can keep yours if its sso_account_id and sso_role_name name the same account and role.',
  )
}
