import type { Environment } from '../files/user-paths.ts'
import { printable, printableLine } from '../text/printable.ts'
import { wrap } from '../text/wrap.ts'

export type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>

/** undefined if the stream is no terminal, or the width is unknown. */
export function columnsOf({ isTTY, columns }: Stream): number | undefined {
  return isTTY && columns > 0 ? columns : undefined
}

/** Puts `~` for the home directory, except in quoted paths, because no shell expands a quoted `~`. */
export function shortenHome(text: string, { HOME: home }: Environment): string {
  if (!home || !/^\/./.test(home)) return text
  const pattern = new RegExp(
    `(^|[\\s(]|\\x1b\\[\\d+m)${home.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`,
    'gm',
  )
  return text.replace(pattern, '$1~/')
}

/** On a terminal of known width, wrapped and with `~` for the home directory. */
export function fitTo(text: string, stream: Stream, env: Environment = process.env): string {
  const columns = columnsOf(stream)
  return columns === undefined ? text : wrap(shortenHome(text, env), columns)
}

/** The text must end with a newline. */
export function say(text: string): void {
  process.stderr.write(fitTo(printable(text), process.stderr))
}

export function tell(message: string, ...more: readonly string[]): void {
  const lines = [`tfsso: ${message}`, ...more.map((line) => `  ${line}`)].map(printableLine)
  say(`${lines.join('\n')}\n`)
}
