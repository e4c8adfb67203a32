import { misconfigured } from '../../text/problem.ts'
import type { Description } from './description.ts'

/**
 * What the grammar has and runs do not follow: a Problem (78) rather than a run in the wrong account.
 */
export function refuseNotYet({ file, accounts, varFiles, backendConfig }: Description) {
  const switched = accounts.find(({ workspaces, buckets }) => workspaces ?? buckets)
  if (switched)
    throw misconfigured(
      `${switched.where}: account "${switched.name}" has workspaces or buckets, which this version of tfsso does not follow.`,
      'Give each account paths of its own, or run with TFSSO=off there.',
    )
  if ([...varFiles, ...backendConfig].some((path) => path.includes('${workspace}')))
    throw misconfigured(
      `${file}: \${workspace} in var_files or backend_config is not followed by this version of tfsso.`,
      'Name the file itself, or give it with -var-file.',
    )
}
