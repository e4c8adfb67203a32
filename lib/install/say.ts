import * as terminal from '../terminal/say.ts'

/** Prints a message on stderr; `more` lines are indented. */
export function say(line: string, ...more: string[]): void {
  terminal.say(`${[line, ...more.map((one) => `  ${one}`)].join('\n')}\n`)
}
