import { readIfThere } from '../files/read.ts'
import { requireSmall } from '../project/limits.ts'
import { attemptOrNothing } from '../text/attempt.ts'

/** undefined if the file can't be read or is too large: a run in that directory reports the mistake. */
export function terraformText(file: string): string | undefined {
  return attemptOrNothing(() => {
    requireSmall(file)
    return readIfThere(file)?.toString('utf8')
  })
}
