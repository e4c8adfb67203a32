import { stripVTControlCharacters } from 'node:util'

/** The length without the codes of colors and links. */
export const widthOf = (text: string) => stripVTControlCharacters(text).length

/** If a line is wrapped: the indentation of the line's second and later parts. */
function hangOf(line: string): number {
  const [start = ''] = /^(tfsso: | *(?=\S))/.exec(line) ?? []
  return start === 'tfsso: ' ? start.length : start.length + 2
}

/** Breaks lines only at spaces, so a long word makes a longer line. `hang`: the indentation of further lines. */
export function wrap(text: string, columns: number, hang?: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns, hang ?? hangOf(line)))
    .join('\n')
}

function wrapLine(line: string, columns: number, hang: number): string {
  if (widthOf(line) <= columns) return line
  const [indent = ''] = /^ */.exec(line) ?? []
  const [first = '', ...words] = line.slice(indent.length).split(' ')
  const lines = [indent + first]
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`
    if (widthOf(longer) <= columns) lines[lines.length - 1] = longer
    else lines.push(' '.repeat(hang) + word)
  }
  return lines.map((one) => one.trimEnd()).join('\n')
}
