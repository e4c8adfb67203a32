import { writeOutput } from '../terminal/output.ts'
import { renderMan } from './man.ts'
import { verbs } from './usage/verbs.ts'

/** `tfsso man`, for the build. */
export function printMan(): number {
  writeOutput(renderMan(verbs))
  return 0
}
