import type { IssuedCredentials } from './state.ts'

/** The ARN of the session that role credentials make, as Identity Center names them. */
export function assumedRoleArn({ accountId, role }: IssuedCredentials): string {
  return `arn:aws:sts::${accountId}:assumed-role/AWSReservedSSO_${role}_0123456789abcdef/person`
}
