import fs from 'node:fs'
import type { ProcessIdentity } from './identity.ts'
import { pidSpace, startTimeFromProc } from './identity.ts'

/**
 * Whether a process of this machine is stopped, for example by Ctrl-Z. False if that can't be known, for example
 * without /proc.
 */
export function isStopped({ pid, start, space }: ProcessIdentity): boolean {
  if (space !== pidSpace() || startTimeFromProc(pid) !== start) return false
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command's name, in brackets, may contain anything, so count the fields after it.
    return /^[Tt] /.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}
