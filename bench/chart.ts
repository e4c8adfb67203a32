import type { Row } from './rows.ts'

const width = 900
const rowHeight = 26
const left = 360
const barWidth = 340

const escapeMarkup = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/**
 * A bar's length is the row's value as a share of its goal, at most 1.25. The dashed line is the goal. The chart
 * follows the reader's light or dark setting.
 */
export function renderChart(rows: readonly Row[], machine: string): string {
  const height = rows.length * rowHeight + 76
  const goalX = left + barWidth
  const bars = rows.map(({ path, value, goal, unit = '×' }, index) => {
    const y = 40 + index * rowHeight
    const length = Math.min(value / goal, 1.25) * barWidth
    const label = `${value.toFixed(2)} ${unit} of ${goal} ${unit}`
    return `<text x="${left - 10}" y="${y + 13}" text-anchor="end">${escapeMarkup(path)}</text>
<rect class="${value <= goal ? 'bar' : 'bar missed'}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="17" rx="2"/>
<text class="value" x="${goalX + 14}" y="${y + 13}">${label}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Overhead of tfsso against its goals">
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.value, .note { fill: #59636e }
.bar { fill: #1a7f5a }
.missed { fill: #c4432b }
line { stroke: #59636e; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .value, .note { fill: #9198a1 }
  .bar { fill: #3fb68b }
  .missed { fill: #ff7b66 }
  line { stroke: #9198a1 }
}
</style>
<text x="${left}" y="22" class="note">cost, as a share of its goal (the line); shorter is better</text>
<line x1="${goalX}" y1="32" x2="${goalX}" y2="${height - 32}"/>
${bars.join('\n')}
<text class="note" x="${left}" y="${height - 10}">${escapeMarkup(machine)}</text>
</svg>
`
}
