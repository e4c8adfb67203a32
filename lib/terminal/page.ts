import type { Environment } from '../files/user-paths.ts'
import { type Paint, painter, wantsColors } from './paint.ts'
import { columnsOf, type Stream, shortenHome } from './say.ts'

/** How a command's output is shown, depending on where it goes. */
export interface Page {
  paint: Paint
  /** the terminal's width; undefined if lines are not wrapped */
  columns: number | undefined
  /** if `columns` is set, replaces the home directory by `~`; otherwise returns the text unchanged */
  shorten(text: string): string
}

/** How output is shown on this stream. `color`: false if the person wants no colors (`--no-color`). */
export function pageFor(stream: Stream, env: Environment, color: boolean): Page {
  const columns = columnsOf(stream)
  return {
    paint: painter(wantsColors(stream, env, color)),
    columns,
    shorten: (text) => (columns === undefined ? text : shortenHome(text, env)),
  }
}
