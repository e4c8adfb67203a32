import type { Environment } from '../files/user-paths.ts'
import { printableLine } from '../text/printable.ts'

/**
 * Readable on light and dark backgrounds (test/unit/terminal/paint.test.ts). On many terminals, yellow and cyan can't
 * be read on white, and blue can't be read on black.
 */
export type Color = 'bold' | 'dim' | 'red' | 'green' | 'magenta'

export type Paint = (color: Color, text: string) => string

/** ECMA-48, "select graphic rendition". */
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

/** `option`: false for `--no-color`. NO_COLOR: no-color.org. */
export function wantsColors(
  { isTTY }: { isTTY?: boolean },
  env: Environment,
  option: boolean,
): boolean {
  return Boolean(option && isTTY && !env.NO_COLOR && env.TERM !== 'dumb')
}

/** A link (OSC 8), which works even if the terminal breaks the line. `links`: the result of `wantsColors`. */
export function linked(url: string, links: boolean): string {
  return links ? `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\` : url
}

/** For block characters (a QR code): light on dark, whatever the terminal's own colors are. */
export function lightOnDark(text: string, colors: boolean): string {
  return colors ? text.replace(/^.*$/gm, '\x1b[38;5;231;48;5;16m$&\x1b[0m') : text
}

/**
 * Puts `?` for each control character in a value's texts, because a terminal would obey it. Names of files and keys in
 * tfvars files can contain control characters. The names of the value's properties stay unchanged, so tfsso itself must
 * have chosen these names.
 */
export function withoutControls<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === 'string' ? printableLine(part) : part,
  )
}
