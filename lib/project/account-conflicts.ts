/** Messages of runs and of `tfsso doctor` about account files that contradict each other. */

/** The message for an account whose directories name different roles. `where`: the files, with their roles if known. */
export const differentRoles = (account: string, where: readonly string[]) =>
  `The account ${account} has different roles: ${where.join(', ')}.`

/** The message and advice if the files of several accounts name the same profile. `files`: these files. */
export function severalClaimants(
  profile: string,
  accounts: readonly string[],
  files: readonly string[],
  project = 'PROJECT',
): [message: string, ...advice: string[]] {
  return [
    `The profile ${profile} belongs to several accounts: ${accounts.join(', ')}.`,
    `These files name it: ${files.join(', ')}.`,
    `Give each a profile of its own, for example: profile = "${project}-${accounts[0]}-devops"`,
  ]
}
