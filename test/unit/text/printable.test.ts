import test from 'ava'
import { printable, printableLine } from '../../../lib/text/printable.ts'

test('a printed text can’t move the cursor, color the screen or ring the bell', (t) => {
  t.is(printable('a\x1b[2J\x07\rb\u0085\x7f'), 'a?[2J??b??')
  t.is(printable('lines\n\tstay, ünïcode ☃ 😀 too'), 'lines\n\tstay, ünïcode ☃ 😀 too')
  t.is(printable('a\tb\nc'), 'a\tb\nc')
  t.is(printableLine('a\tb\nc\x1b'), 'a?b?c?')
})
