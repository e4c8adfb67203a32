import { findPlaces } from '../files/user-paths.ts'
import { identifyTool, keepTool, type ToolKind } from '../grant/known-tool.ts'
import { debug } from '../terminal/debug.ts'
import { writeOutput } from '../terminal/output.ts'

/** Returns what `program` is (`identifyTool`), and stores the result in `directory` if possible. */
export function identifyAndKeepTool(program: string, directory: string): ToolKind {
  const kind = identifyTool(program)
  try {
    keepTool(findPlaces(process.env), directory, program, kind)
  } catch (error) {
    debug(
      `could not store whether this program is terraform or tofu: ${error instanceof Error ? error.message : error}`,
    )
  }
  return kind
}

/** `tfsso real-tool PROGRAM DIRECTORY`, for libexec/find-tool.sh. */
export async function realTool([program = '', directory = '']: string[]): Promise<number> {
  writeOutput(identifyAndKeepTool(program, directory))
  return 0
}
