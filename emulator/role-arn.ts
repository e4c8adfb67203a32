import type { IssuedCredentials } from './state.ts'

/**
 * The ARN that AWS reports for role credentials. It has the form of Identity Center, or that of an IAM
 * role: with a session name and without the role's path.
 */
export function assumedRoleArn({ accountId, role, session, partition }: IssuedCredentials): string {
  const name =
    session === undefined ? `AWSReservedSSO_${role}_0123456789abcdef/person` : `${role}/${session}`
  return `arn:${partition ?? 'aws'}:sts::${accountId}:assumed-role/${name}`
}
