/** Messages of runs and of `tfsso doctor` about account files that contradict each other. */

/** `where`: the files, with their roles if known. */
export const differentRoles = (account: string, where: readonly string[]) =>
  `The account ${account} has different roles: ${where.join(', ')}.`

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
