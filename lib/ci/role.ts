import { misconfigured } from '../text/problem.ts'

/** What TFSSO_CI_ROLE says where the job's own credentials are to be given as they are. */
export const noRole = 'none'

/** A role's name behind its path, if it has one: IAM's CreateRole, `RoleName` and `Path`. */
const roleName = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/

/**
 * The role that TFSSO_CI_ROLE names, its path in front (`ci/terraform`), or undefined for `none`.
 * Anything else is a Problem (78): the name goes into an AWS config.
 */
export function readJobRole(setting: string): string | undefined {
  if (setting === noRole) return undefined
  if (roleName.test(setting) && setting.length <= 512) return setting
  throw misconfigured(
    `TFSSO_CI_ROLE is ${JSON.stringify(setting)}, but must be the name of an IAM role, or ${noRole}.`,
    'The account is put in for each profile, so no ARN. With a path, write for example: TFSSO_CI_ROLE=ci/terraform',
    `TFSSO_CI_ROLE=${noRole} gives the job's own credentials, to the profiles of the job's own account only.`,
  )
}
