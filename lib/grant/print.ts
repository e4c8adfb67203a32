import { writeOutput } from '../terminal/output.ts'

/**
 * Prints a grant for the shim, with a last line by which sh knows that it is whole (libexec/node.sh): it evaluates no
 * text that was cut short, nor what another program printed in node's place.
 */
export function printGrant(text: string): void {
  writeOutput(`${text}# tfsso grant ends\n`)
}
