import * as terminal from '../terminal/say.ts'

/** Prints a message on stderr: its first line, then more about it, indented. */
export function say(line: string, ...more: string[]): void {
  terminal.say(`${[line, ...more.map((one) => `  ${one}`)].join('\n')}\n`)
}
