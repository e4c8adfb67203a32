import xterm from '@xterm/headless'
import test from 'ava'
import { renderTerminal } from '../../docs/picture/svg.ts'

async function render(text: string): Promise<string> {
  const terminal = new xterm.Terminal({ cols: 40, rows: 10, allowProposedApi: true })
  await new Promise<void>((resolve) => terminal.write(text, resolve))
  return renderTerminal(terminal, 'a "title"')
}

const table: [title: string, written: string, shown: string[]][] = [
  ['plain text', '$ terraform plan\r\n', ['$ terraform plan']],
  ['markup is escaped', '<a> & b', ['&#60;a&#62; &#38; b']],
  ['bold', '\x1b[1mPlan:\x1b[0m 2', ['<tspan class="bold">Plan:</tspan> 2']],
  ['colors', '\x1b[32m+\x1b[0m id', ['<tspan class="c2">+</tspan> id']],
  ['both', '\x1b[1;32mdone\x1b[0m', ['<tspan class="bold c2">done</tspan>']],
  ['overwritten text is gone', 'waiting …\r\x1b[Kdone\r\n', ['done']],
  ['an empty line between stays', 'a\r\n\r\nb\r\n\r\n', ['a', '', 'b']],
]

for (const [title, written, shown] of table) {
  test(`a terminal as SVG: ${title}`, async (t) => {
    const lines = [...(await render(written)).matchAll(/<text [^>]*>(.*)<\/text>/g)]
    t.deepEqual(
      lines.map(([, line]) => line),
      shown,
    )
  })
}
