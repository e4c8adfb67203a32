import test from 'ava'
import { holder, newLock } from '../lock/rig.ts'
import { hangMs } from '../rig/limits.ts'
import { cases, report } from './figures.ts'

const trials = cases(60)
const waiting = 8

test('when the holder fails, all eight waiting processes fail, no matter when each looks at the lock', async (t) => {
  t.timeout(10 * hangMs)
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
    attack: `A holder of a lock fails while ${waiting} wait for it`,
    tries: trials,
    outcome: `all ${waiting} end with the holder’s error, and none gets the lock`,
  })
})
