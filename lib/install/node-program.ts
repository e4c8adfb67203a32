import { entriesOf, writableByOthers } from '../files/writable-by-others.ts'
import { exitCode, Problem } from '../text/problem.ts'
import type { Called } from './options.ts'

/** Problem (1) for a Node.js that others may change: the shims start it with the session's token at hand. */
export function refuseOpenNode(node: string, called: Called): void {
  const open = writableByOthers(entriesOf(node))
  if (!open) return
  throw new Problem(
    exitCode.failure,
    `others may write to ${open.file}, so they could change the Node.js that tfsso runs.`,
    `Run: chmod go-w '${open.file}', or put another Node.js first on PATH, and run ${called} again.`,
  )
}
