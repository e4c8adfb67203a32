import test from 'ava'
import { intervalAfter } from '../../../lib/login/device.ts'

/** AWS's answer, the last interval (ms) → the next interval; undefined: the answer is final */
const rows: [string, number, number | undefined][] = [
  ['AuthorizationPendingException', 5_000, 5_000],
  ['SlowDownException', 5_000, 10_000],
  ['SlowDownException', 10_000, 15_000],
  ['AuthorizationPendingException', 15_000, 15_000],
  ['AccessDeniedException', 5_000, undefined],
  ['ExpiredTokenException', 5_000, undefined],
]

for (const [answer, before, after] of rows)
  test(`after ${answer} at ${before} ms: ${after ?? 'no more'}`, (t) =>
    t.is(intervalAfter(answer, before), after))
