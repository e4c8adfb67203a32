import type { IssuedCredentials } from './state.ts'

/**
 * The ARN of the session that role credentials make: as Identity Center names them, or that of an IAM
 * role, which has a name of its own for the session and leaves out the role's path.
 */
export function assumedRoleArn({ accountId, role, session, partition }: IssuedCredentials): string {
  const name =
    session === undefined ? `AWSReservedSSO_${role}_0123456789abcdef/person` : `${role}/${session}`
  return `arn:${partition ?? 'aws'}:sts::${accountId}:assumed-role/${name}`
}
