import type { LayerTool } from '../files/installed-tools.ts'
import { writeOutput } from '../terminal/output.ts'

/**
 * Prints a grant for the shim. sh refuses a text without this first and last line (libexec/node.sh): such a text could
 * be cut short, or not be from node.
 */
export function printGrant(text: string, tool: LayerTool): void {
  writeOutput(`# tfsso grant\ntfsso_tool=${tool}\n${text}# tfsso grant ends\n`)
}
