import type { Tool } from '../project/backend.ts'
import { writeOutput } from '../terminal/output.ts'

/**
 * Prints a grant for the shim, between a first and a last line. sh refuses a text that lacks one of these lines
 * (libexec/node.sh): the text could be cut short, or come from a program that is not node. `tool`: the tool that the
 * grant was made for.
 */
export function printGrant(text: string, tool: Tool): void {
  writeOutput(`# tfsso grant\ntfsso_tool=${tool}\n${text}# tfsso grant ends\n`)
}
