import type { IssuedCredentials } from './state.ts'

/**
 * The ARN that AWS reports for role credentials. Identity Center adds a prefix and a suffix to its roles' names. An
 * assumed IAM role appears without its path; `session` is its RoleSessionName.
 */
export function assumedRoleArn({ accountId, role, session, partition }: IssuedCredentials): string {
  const name =
    session === undefined ? `AWSReservedSSO_${role}_0123456789abcdef/person` : `${role}/${session}`
  return `arn:${partition ?? 'aws'}:sts::${accountId}:assumed-role/${name}`
}
