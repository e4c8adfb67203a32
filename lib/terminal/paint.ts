import type { Environment } from '../files/user-paths.ts'
import { printableLine } from '../text/printable.ts'

/**
 * These colors can be read on both light and dark backgrounds (test/unit/terminal/paint.test.ts). In the color
 * schemes of many terminals, yellow and cyan can't be read on white, and blue can't be read on black.
 */
export type Color = 'bold' | 'dim' | 'red' | 'green' | 'magenta'

/** The text in a color, if colors are used. */
export type Paint = (color: Color, text: string) => string

/** The codes that switch a color on and off: ECMA-48, "select graphic rendition". */
export const codes: Record<Color, [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  magenta: [35, 39],
}

export function painter(colors: boolean): Paint {
  return (color, text) =>
    colors ? `\x1b[${codes[color][0]}m${text}\x1b[${codes[color][1]}m` : text
}

/**
 * Whether to use colors: only on a terminal, and not if `option` is false, NO_COLOR is not empty (no-color.org) or TERM
 * is `dumb`.
 */
export function wantsColors(
  { isTTY }: { isTTY?: boolean },
  env: Environment,
  option: boolean,
): boolean {
  return Boolean(option && isTTY && !env.NO_COLOR && env.TERM !== 'dumb')
}

/**
 * An address as a link (OSC 8). The link works even if the terminal breaks the line. `links`: whether to write a link
 * (the result of `wantsColors`); if false, returns the plain address.
 */
export function linked(url: string, links: boolean): string {
  return links ? `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\` : url
}

/**
 * A text of block characters (a QR code), light on dark whatever the terminal's own colors are. Unchanged without
 * `colors`.
 */
export function lightOnDark(text: string, colors: boolean): string {
  return colors ? text.replace(/^.*$/gm, '\x1b[38;5;231;48;5;16m$&\x1b[0m') : text
}

/**
 * A copy of a value, with `?` for each control character in its texts. A terminal would obey control characters, and a
 * file's name or a key in a tfvars file can contain them. The keys of the value itself must be tfsso's own: they are
 * unchanged.
 */
export function withoutControls<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === 'string' ? printableLine(part) : part,
  )
}
