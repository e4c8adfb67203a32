import type { ProjectReading } from '../layout/read.ts'
import { modesDecide, openFile } from '../layout/trusted-search.ts'
import { isCi } from '../login/person.ts'
import { tell } from '../terminal/say.ts'
import type { GrantRequest } from './request.ts'

const warnedOf = new Set<string>()

/**
 * Reports paths that decide the run and that other users can write to. Problem (exit code 78) in the mode `full`, if
 * the path's permissions count (`modesDecide`). Otherwise one warning for each path, unless `noLogin` is set.
 */
export function checkModes(
  { openFiles }: ProjectReading,
  { mode, env, noLogin }: Pick<GrantRequest, 'mode' | 'env' | 'noLogin'>,
): void {
  for (const { at, base } of openFiles) {
    const problem = openFile(at, base)
    if (mode === 'full' && modesDecide(at, isCi(env))) throw problem
    if (noLogin !== undefined || warnedOf.has(at)) continue
    warnedOf.add(at)
    tell(problem.message)
  }
}
