/** Lines of cells below a title, in columns as wide as their widest cell; it ends with a newline. */
export function renderTable(
  title: string[],
  lines: string[][],
  paintTitle: (text: string) => string = (text) => text,
): string {
  const widths = title.map((_, column) =>
    Math.max(...[title, ...lines].map((line) => line[column]?.length ?? 0)),
  )
  const render = (line: string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return `${[paintTitle(render(title)), ...lines.map(render)].join('\n')}\n`
}
