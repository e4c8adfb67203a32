import type { Environment } from '../files/user-paths.ts'
import { type Paint, painter, wantsColors } from './paint.ts'
import { columnsOf, type Stream, shortenHome } from './say.ts'

export interface Page {
  paint: Paint
  /** the terminal's width; undefined if lines are not wrapped */
  columns: number | undefined
  /** if `columns` is set, replaces the home directory by `~` */
  shorten(text: string): string
}

/** `color`: false for `--no-color`. */
export function pageFor(stream: Stream, env: Environment, color: boolean): Page {
  const columns = columnsOf(stream)
  return {
    paint: painter(wantsColors(stream, env, color)),
    columns,
    shorten: (text) => (columns === undefined ? text : shortenHome(text, env)),
  }
}
