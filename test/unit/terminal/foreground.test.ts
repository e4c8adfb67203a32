import test from 'ava'
import { isForegroundStat } from '../../../lib/terminal/foreground.ts'

for (const [what, fields, expected] of [
  ['in the foreground', 'S 11 12 10 34816 12 4194304 1 2', true],
  ['in the background', 'S 11 12 10 34816 10 4194304 1 2', false],
  ['without a terminal', 'S 11 12 10 0 -1 4194304 1 2', false],
  ['in a group of another pid namespace', 'S 11 0 0 34816 0 4194304 1 2', false],
  ['with nothing', '', false],
] as const) {
  test(`the foreground of a process ${what}`, (t) => {
    t.is(isForegroundStat(fields.split(' ')), expected)
  })
}
