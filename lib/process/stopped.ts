import type { ProcessIdentity } from './identity.ts'
import { pidSpace, startTimeFromProc, statFields } from './identity.ts'

/** Whether a process of this machine is stopped, as by Ctrl-Z. False if unknown, for example without /proc. */
export function isStopped({ pid, start, space }: ProcessIdentity): boolean {
  if (space !== pidSpace() || startTimeFromProc(pid) !== start) return false
  return /^[Tt]$/.test(statFields(pid)?.[0] ?? '')
}
