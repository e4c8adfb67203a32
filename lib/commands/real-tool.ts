import { findPlaces } from '../files/user-paths.ts'
import { identifyTool, keepTool } from '../grant/known-tool.ts'
import { debug } from '../terminal/debug.ts'
import { writeOutput } from '../terminal/output.ts'

/**
 * `tfsso real-tool PROGRAM DIRECTORY`, for libexec/find-tool.sh: prints whether a program is terraform, tofu or other,
 * and stores the answer in DIRECTORY if possible.
 */
export async function realTool([program = '', directory = '']: string[]): Promise<number> {
  const kind = identifyTool(program)
  try {
    keepTool(findPlaces(process.env), directory, program, kind)
  } catch (error) {
    debug(`not kept: ${error instanceof Error ? error.message : error}`)
  }
  writeOutput(kind)
  return 0
}
