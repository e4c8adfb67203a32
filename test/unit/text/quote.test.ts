import { execFileSync } from 'node:child_process'
import test from 'ava'
import { quoteForShell, unquoteFromShell } from '../../../lib/text/quote.ts'
import { shells } from '../../rig/shells.ts'

const values = [
  '',
  'plain',
  'two  words ',
  "'",
  "''",
  "it's",
  "'\\''",
  '\\',
  'ends in \\',
  '"$HOME" `id` $(id) !! * ? [a] {a,b} ~ # & ; | < >',
  'new\nline\n',
  'tab\tand\rreturn',
  '-n',
  '=x',
  'ünïcode ☃',
  '\x01\x7f',
]

test('every shell reads a quoted word as the original value', (t) => {
  const script = `printf '%s\\0' ${values.map(quoteForShell).join(' ')}`
  for (const [file = '', ...options] of shells) {
    const printed = execFileSync(file, [...options, '-c', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { HOME: '/' },
    })
    t.deepEqual(printed.split('\0').slice(0, -1), values, file)
  }
})

test('unquoteFromShell returns the original value of a quoted word, and undefined for any other text', (t) => {
  for (const value of values) t.is(unquoteFromShell(quoteForShell(value)), value)
  for (const other of ['', 'x', "'", "'a'b'", "'a' 'b'", "'a'\\''", "'a';id", "'a'\n"])
    t.is(unquoteFromShell(other), undefined, other)
})

test('NUL and half a surrogate pair cannot be quoted', (t) => {
  for (const value of ['a\0b', '\ud83d', 'a\udc00b'])
    t.like(
      t.throws(() => quoteForShell(value)),
      { name: 'Problem', code: 78 },
    )
  t.is(quoteForShell('\ud83d\ude00'), "'\ud83d\ude00'")
})
