import * as terminal from '../terminal/say.ts'

/** Prints a message on stderr: its first line, and then the other lines (`more`), indented. */
export function say(line: string, ...more: string[]): void {
  terminal.say(`${[line, ...more.map((one) => `  ${one}`)].join('\n')}\n`)
}
