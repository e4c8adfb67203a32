import type { IssuedCredentials } from './state.ts'

/**
 * The ARN that AWS reports for role credentials. Identity Center adds a prefix and a suffix to its roles' names. For an
 * IAM role, this ARN contains the session's name, but not the role's path.
 */
export function assumedRoleArn({ accountId, role, session, partition }: IssuedCredentials): string {
  const name =
    session === undefined ? `AWSReservedSSO_${role}_0123456789abcdef/person` : `${role}/${session}`
  return `arn:${partition ?? 'aws'}:sts::${accountId}:assumed-role/${name}`
}
