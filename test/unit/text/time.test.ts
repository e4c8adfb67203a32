import test from 'ava'
import { formatDuration, formatMoment } from '../../../lib/text/time.ts'

const s = 1000
const min = 60 * s
const h = 60 * min

test('a duration as text', (t) => {
  const cases: [ms: number, text: string][] = [
    [-5, '0 s'],
    [499, '0 s'],
    [30 * s, '30 s'],
    [119.4 * s, '119 s'],
    [119.6 * s, '2 min'],
    [42 * min, '42 min'],
    [119 * min + 29 * s, '119 min'],
    [119 * min + 31 * s, '2 h 0 min'],
    [7 * h + 59 * min, '7 h 59 min'],
    [7 * h + 59.9 * min, '8 h 0 min'],
    [30 * h, '30 h 0 min'],
  ]
  for (const [ms, text] of cases) t.is(formatDuration(ms), text)
})

test("a moment as text, in the person's own time zone", (t) => {
  const at = (day: number, hour: number, minute: number) =>
    new Date(2026, 0, day, hour, minute).getTime()
  const now = at(5, 12, 0)
  t.is(formatMoment(at(5, 17, 42), now), '17:42')
  t.is(formatMoment(at(5, 0, 0), now), '00:00')
  t.is(formatMoment(at(6, 0, 5), now), '2026-01-06 00:05')
  t.is(formatMoment(at(4, 23, 59), now), '2026-01-04 23:59')
})
