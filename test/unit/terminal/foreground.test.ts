import test from 'ava'
import { isForegroundStat } from '../../../lib/terminal/foreground.ts'

for (const [what, stat, expected] of [
  ['in the foreground', '12 (node) S 11 12 10 34816 12 4194304 1 2', true],
  ['in the background', '12 (node) S 11 12 10 34816 10 4194304 1 2', false],
  ['without a terminal', '12 (node) S 11 12 10 0 -1 4194304 1 2', false],
  ['in a group of another pid namespace', '12 (node) S 11 0 0 34816 0 4194304 1 2', false],
  [
    'with a name that looks like more fields',
    '12 (a) S 1 2) S 11 12 10 34816 12 4194304 1 2',
    true,
  ],
  ['with nothing', '', false],
] as const) {
  test(`the foreground of a process ${what}`, (t) => {
    t.is(isForegroundStat(stat), expected)
  })
}
