import test from 'ava'
import { holder, newLock } from '../lock/rig.ts'
import { hangMs } from '../rig/limits.ts'
import { cases, report } from './figures.ts'

const trials = cases(60)
const waiting = 8

test('a failure fails each of eight who wait, at whatever moment they look', async (t) => {
  t.timeout(10 * hangMs)
  const started = performance.now()
  for (let trial = 0; trial < trials; trial++) {
    const lock = newLock()
    const first = holder(t, lock)
    await first.says(/^held$/m)
    const waiters = Array.from({ length: waiting }, () => holder(t, lock))
    for (const waiter of waiters) await waiter.says(/^waits$/m)
    first.tell('fail it is broken')
    for (const waiter of waiters) {
      await waiter.says(/^(problem 69 it is broken|held)/m)
      t.false(waiter.holds, `trial ${trial}`)
    }
  }
  report({
    promise: 'A failure fails all who waited for it',
    tried: `${trials} holders that failed, ${waiting} waiting for each`,
    outcome: 'all of them failed with it, and none went on',
    seconds: (performance.now() - started) / 1000,
  })
})
