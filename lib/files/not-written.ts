import { misconfigured, type Problem } from '../text/problem.ts'

const diskIsFull = 'The disk is full: make room and run the command again.'

const adviceOf: Record<string, string> = {
  ENOSPC: diskIsFull,
  EDQUOT: diskIsFull,
  EBUSY:
    'It is a mount point, which tfsso cannot replace. Unmount it, or mount its directory instead.',
}

/**
 * For a file that can't be written (exit code 78). `why`: the system error's code, or a text. `advice`: what to do,
 * unless `adviceOf` has advice for the code.
 */
export function notWritten(file: string, why: string, advice: string): Problem {
  return misconfigured(`${file} cannot be written: ${why}.`, adviceOf[why] ?? advice)
}
