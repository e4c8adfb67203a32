import test from 'ava'
import { intervalAfter, secondsOf } from '../../../lib/login/device.ts'

/** Each row: AWS's answer, the last interval (ms) → the next interval; undefined: no further request. */
const rows: [string, number, number | undefined][] = [
  ['AuthorizationPendingException', 5_000, 5_000],
  ['SlowDownException', 5_000, 10_000],
  ['SlowDownException', 10_000, 15_000],
  ['AuthorizationPendingException', 15_000, 15_000],
  ['AccessDeniedException', 5_000, undefined],
  ['ExpiredTokenException', 5_000, undefined],
]

for (const [answer, before, after] of rows)
  test(`after an interval of ${before} ms and the answer ${answer}, the next interval is: ${after ?? 'no further request'}`, (t) =>
    t.is(intervalAfter(answer, before), after))

test('without a valid interval in AWS’s answer, tfsso waits the usual 5 s between two requests', (t) => {
  for (const given of [0, -1, undefined, null, '1', Number.NaN, 86_401])
    t.is(secondsOf(given, 5), 5)
  for (const given of [0.01, 1, 10, 86_400]) t.is(secondsOf(given, 5), given)
})
