import type { Environment } from '../files/user-paths.ts'

export type Color = 'bold' | 'green' | 'yellow' | 'red' | 'dim'

/** The text, in a color where there are any. */
export type Paint = (color: Color, text: string) => string

/** On and off: ECMA-48, «select graphic rendition». */
const codes: Record<Color, [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
}

export function painter(colors: boolean): Paint {
  return (color, text) =>
    colors ? `\x1b[${codes[color][0]}m${text}\x1b[${codes[color][1]}m` : text
}

/** Whether to use colors: in a terminal that has them, where nobody minds (no-color.org). */
export function wantsColors(
  { isTTY }: { isTTY?: boolean },
  env: Environment,
  option: boolean,
): boolean {
  return Boolean(option && isTTY && !env.NO_COLOR && env.TERM !== 'dumb')
}

/** An address as a link (OSC 8) that stays whole however the terminal breaks it; `links`: as for colors. */
export function linked(url: string, links: boolean): string {
  return links ? `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\` : url
}

/** A text of block characters, light on dark whatever the terminal's own colors are. */
export function lightOnDark(text: string, colors: boolean): string {
  return colors ? text.replace(/^.*$/gm, '\x1b[38;5;231;48;5;16m$&\x1b[0m') : text
}

/**
 * A copy in which no text has a control character: a terminal takes them for orders, and a file's
 * name may hold any.
 */
export function withoutControls<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === 'string' ? part.replace(/\p{Cc}/gu, '?') : part,
  )
}
