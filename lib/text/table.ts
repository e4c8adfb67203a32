import { widthOf, wrap } from './wrap.ts'

export interface TableLook {
  paintTitle?: (text: string) => string
  /** the maximum width. The last column is wrapped, but is never narrower than `narrowest` */
  columns?: number | undefined
}

const narrowest = 12

/** The text ends with a newline. */
export function renderTable(
  title: readonly string[],
  lines: readonly (readonly string[])[],
  { paintTitle = (text) => text, columns = Number.POSITIVE_INFINITY }: TableLook = {},
): string {
  // A file's name can contain a newline.
  const all = lines.map((line) => line.map((cell) => cell.replaceAll('\n', '?')))
  const before = title
    .slice(0, -1)
    .map((_, column) => Math.max(...[title, ...all].map((line) => widthOf(line[column] ?? ''))))
  const indent = before.reduce((sum, width) => sum + width + 2, 0)
  const room = Math.max(columns, indent + narrowest)
  const render = (line: readonly string[]) => {
    const start = before.map((width, column) => `${(line[column] ?? '').padEnd(width)}  `).join('')
    return wrap(start + (line[title.length - 1] ?? ''), room, indent).trimEnd()
  }
  return `${[paintTitle(render(title)), ...all.map(render)].join('\n')}\n`
}
