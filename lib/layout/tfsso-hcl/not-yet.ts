import { misconfigured } from '../../text/problem.ts'
import type { Description } from './description.ts'

/**
 * What the grammar has and runs do not follow: a Problem (78) rather than a run in the wrong account.
 */
export function refuseNotYet({ lists }: Description) {
  const [list] = lists
  if (list)
    throw misconfigured(
      `${list.where}: accounts: this version of tfsso does not read accounts from other files.`,
      'Write an account block for each.',
    )
}
