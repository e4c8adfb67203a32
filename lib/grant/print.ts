import { writeOutput } from '../terminal/output.ts'

/**
 * Prints a grant for the shim, between a first and a last line. Without both sh refuses the text (libexec/node.sh): it
 * was cut short, or a program that is not node printed it.
 */
export function printGrant(text: string): void {
  writeOutput(`# tfsso grant\n${text}# tfsso grant ends\n`)
}
