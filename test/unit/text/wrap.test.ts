import test from 'ava'
import { fitTo, shortenHome } from '../../../lib/terminal/say.ts'
import { renderTable } from '../../../lib/text/table.ts'
import { wrap } from '../../../lib/text/wrap.ts'

for (const [what, text, expected] of [
  ['a line that fits stays', 'tfsso: one two three', 'tfsso: one two three'],
  [
    'a message continues below its text',
    'tfsso: one two three four',
    'tfsso: one two three\n       four',
  ],
  [
    'advice continues two columns further',
    '  Run one two three four',
    '  Run one two three\n    four',
  ],
  [
    'a long word stays whole',
    'see https://example.com/a/long/one',
    'see\n  https://example.com/a/long/one',
  ],
  [
    'colors take no room',
    '\x1b[1mone two three four a\x1b[22m',
    '\x1b[1mone two three four a\x1b[22m',
  ],
] as const)
  test(`wrapped at 20 columns: ${what}`, (t) => {
    t.is(wrap(text, 20), expected)
  })

for (const [text, expected] of [
  ['/home/me/a (/home/me/b)', '~/a (~/b)'],
  ['. "/home/me/env"', '. "/home/me/env"'],
  ['HOME (/home/me) is', 'HOME (/home/me) is'],
  ['/home/mean/a', '/home/mean/a'],
] as const)
  test(`the home directory in ${text}`, (t) => {
    t.is(shortenHome(text, { HOME: '/home/me' }), expected)
  })

test('text is wrapped only for a terminal', (t) => {
  const text = 'tfsso: /home/me/a two three'
  const env = { HOME: '/home/me' }
  t.is(fitTo(text, { isTTY: false, columns: 20 }, env), text)
  t.is(fitTo(text, { isTTY: true, columns: 20 }, env), 'tfsso: ~/a two three')
})

test('the last column of a table is wrapped inside the column', (t) => {
  const lines = [['a', 'one two three four']]
  t.is(
    renderTable(['Key', 'Text'], lines, { columns: 18 }),
    'Key  Text\na    one two three\n     four\n',
  )
})
