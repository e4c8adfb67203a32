import { misconfigured } from '../text/problem.ts'

/** the value of TFSSO_CI_ROLE that uses the job's own credentials unchanged */
export const noRole = 'none'

/** `RoleName` of IAM's CreateRole, perhaps after a path. */
const roleName = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/

/**
 * The role in TFSSO_CI_ROLE, with its path; undefined for `none`. The role goes into an AWS config, so any text that
 * can't be a role is a Problem (exit code 78).
 */
export function readJobRole(setting: string): string | undefined {
  if (setting === noRole) return undefined
  if (roleName.test(setting) && setting.length <= 512) return setting
  throw misconfigured(
    `TFSSO_CI_ROLE is ${JSON.stringify(setting)}, but must be the name of an IAM role, or ${noRole}.`,
    'Write the name without an ARN: each profile adds its own account. With a path, for example: TFSSO_CI_ROLE=ci/terraform',
    `TFSSO_CI_ROLE=${noRole} uses the job's own credentials, and only for profiles of the job's own account.`,
  )
}
