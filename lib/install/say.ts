import { printable } from '../text/printable.ts'

/** Prints a message on stderr: its first line, then more about it, indented. */
export function say(line: string, ...more: string[]): void {
  process.stderr.write(`${printable([line, ...more.map((one) => `  ${one}`)].join('\n'))}\n`)
}
