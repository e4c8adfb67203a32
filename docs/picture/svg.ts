import type { IBufferCell, Terminal } from '@xterm/headless'
import { escapeMarkup } from '../../lib/text/markup.ts'

const cellWidth = 8.4
const lineHeight = 18
const margin = 16

/**
 * An SVG of the terminal's lines, without empty lines at the end. It follows the reader's light or dark setting, which
 * rich, freeze and svg-term can't do.
 */
export function renderTerminal(terminal: Terminal, title: string): string {
  const lines = readLines(terminal)
  const width = terminal.cols * cellWidth + 2 * margin
  const height = lines.length * lineHeight + 2 * margin + 22
  const text = lines.map((line, index) => {
    const y = margin + 22 + (index + 1) * lineHeight - 5
    return `<text x="${margin}" y="${y}">${line}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeMarkup(title)}">
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1f2328; white-space: pre }
.frame { fill: #f6f8fa; stroke: #d1d9e0 }
.button { fill: #d1d9e0 }
.bold { font-weight: 600 }
.c1 { fill: #b3261e } .c2 { fill: #116329 } .c3 { fill: #7d4e00 } .c4 { fill: #0550ae } .c5 { fill: #8250df } .c6 { fill: #1b6e7b } .dim { fill: #59636e }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .frame { fill: #0d1117; stroke: #30363d }
  .button { fill: #30363d }
  .c1 { fill: #ff7b72 } .c2 { fill: #3fb950 } .c3 { fill: #d29922 } .c4 { fill: #79c0ff } .c5 { fill: #d2a8ff } .c6 { fill: #76e3ea } .dim { fill: #9198a1 }
}
</style>
<rect class="frame" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${[0, 1, 2].map((index) => `<circle class="button" cx="${margin + 6 + index * 18}" cy="17" r="6"/>`).join('')}
${text.join('\n')}
</svg>
`
}

function readLines({ buffer, cols }: Terminal): string[] {
  const { active } = buffer
  const lines: string[] = []
  for (let row = 0; row < active.length; row++) {
    const line = active.getLine(row)
    const runs: { look: string; text: string }[] = []
    for (let column = 0; column < cols; column++) {
      const cell = line?.getCell(column)
      const look = cell ? lookOf(cell) : ''
      const text = cell?.getChars() || ' '
      const last = runs.at(-1)
      if (last?.look === look) last.text += text
      else runs.push({ look, text })
    }
    const end = runs.at(-1)
    if (end) end.text = end.text.trimEnd()
    lines.push(
      runs
        .filter(({ text }) => text !== '')
        .map(({ look, text }) =>
          look ? `<tspan class="${look}">${escapeMarkup(text)}</tspan>` : escapeMarkup(text),
        )
        .join(''),
    )
  }
  while (lines.at(-1) === '') lines.pop()
  return lines
}

/** CSS classes. Black, white and gray get no color class. */
function lookOf(cell: IBufferCell): string {
  const color = cell.isFgPalette() ? cell.getFgColor() % 8 : 0
  return [
    cell.isBold() ? 'bold' : '',
    cell.isDim() ? 'dim' : '',
    color >= 1 && color <= 6 ? `c${color}` : '',
  ]
    .filter(Boolean)
    .join(' ')
}
