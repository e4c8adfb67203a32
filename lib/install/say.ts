import { printable } from '../text/printable.ts'

/** A message on stderr: its first line, and more about it, indented. */
export function say(line: string, ...more: string[]): void {
  process.stderr.write(`${printable([line, ...more.map((one) => `  ${one}`)].join('\n'))}\n`)
}
