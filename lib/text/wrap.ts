import { stripVTControlCharacters } from 'node:util'

/** How many columns a text takes; colors and links take none. */
export const widthOf = (text: string) => stripVTControlCharacters(text).length

/** What continues a line is indented by this many columns: below the text of a message, else by two more. */
function hangOf(line: string): number {
  const [start = ''] = /^(tfsso: | *(?=\S))/.exec(line) ?? []
  return start === 'tfsso: ' ? start.length : start.length + 2
}

/**
 * The text with lines of `columns` at most, broken at spaces only: a longer word has a line of its own. `hang`: the
 * columns by which what continues a line is indented.
 */
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
