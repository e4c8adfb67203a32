import type { Environment } from '../files/user-paths.ts'
import { printable, printableLine } from '../text/printable.ts'
import { wrap } from '../text/wrap.ts'

/** Where a text goes: a terminal, or a file or pipe. */
export type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>

/**
 * The terminal's width; undefined if the stream is no terminal, or its width is unknown. Without a width, lines must
 * not be wrapped.
 */
export function columnsOf({ isTTY, columns }: Stream): number | undefined {
  return isTTY && columns > 0 ? columns : undefined
}

/**
 * The text with `~` in place of the home directory at the start of paths. Quoted paths are unchanged, because no shell
 * expands a quoted `~`.
 */
export function shortenHome(text: string, { HOME: home }: Environment): string {
  if (!home || !/^\/./.test(home)) return text
  const pattern = new RegExp(
    `(^|[\\s(]|\\x1b\\[\\d+m)${home.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`,
    'gm',
  )
  return text.replace(pattern, '$1~/')
}

/**
 * The text in the form for its reader. On a terminal whose width is known: with `~` for the home directory, and wrapped
 * at that width. Elsewhere: unchanged.
 */
export function fitTo(text: string, stream: Stream, env: Environment = process.env): string {
  const columns = columnsOf(stream)
  return columns === undefined ? text : wrap(shortenHome(text, env), columns)
}

/** Prints a text on stderr. The text must end with a newline. */
export function say(text: string): void {
  process.stderr.write(fitTo(printable(text), process.stderr))
}

/** Prints a message of tfsso on stderr. `more`: further lines. */
export function tell(message: string, ...more: readonly string[]): void {
  const lines = [`tfsso: ${message}`, ...more.map((line) => `  ${line}`)].map(printableLine)
  say(`${lines.join('\n')}\n`)
}
