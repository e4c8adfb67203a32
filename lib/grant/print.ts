import { writeOutput } from '../terminal/output.ts'

/**
 * Prints a grant for the shim, between two lines by which sh knows that it is whole (libexec/node.sh): it evaluates no
 * text that was cut short, nor what another program printed in node's place.
 */
export function printGrant(text: string): void {
  writeOutput(`# tfsso grant\n${text}# tfsso grant ends\n`)
}
