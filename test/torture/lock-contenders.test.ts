import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { describeSelf } from '../../lib/process/identity.ts'
import { Contender, newLock } from '../lock/rig.ts'
import { hangMs } from '../rig/limits.ts'
import { shiftedClock } from '../rig/shifted-clock.ts'
import { cases, long, report } from './figures.ts'

const contenders = long ? 40 : 12
const hour = 3600_000
const offsets = [0, hour, -hour]

/** What a dead holder can leave. The second row is from an older version of tfsso. N: the number of a generation. */
const leftovers: [what: string, leave: (lock: string, dead: string) => void][] = [
  [
    'N.lock and N',
    (lock, dead) => {
      fs.mkdirSync(path.join(lock, '3.lock'))
      fs.writeFileSync(path.join(lock, '3'), dead)
    },
  ],
  ['N of an older version', (lock, dead) => fs.writeFileSync(path.join(lock, '3'), dead)],
  ['N.lock alone', (lock) => fs.mkdirSync(path.join(lock, '3.lock'))],
]
const trials = cases(leftovers.length)

test('after a holder has died, each of many processes gets the lock, one at a time, even with wrong clocks', async (t) => {
  t.timeout(3600_000)
  const dead = JSON.stringify({ ...(await describeSelf()), pid: 2 ** 22 + 1 })
  for (let trial = 0; trial < trials; trial++) {
    const lock = newLock()
    fs.mkdirSync(lock)
    const [what, leave] = leftovers[trial % leftovers.length] ?? leftovers[0] ?? []
    leave?.(lock, dead)
    const time = (Date.now() + (offsets[trial % offsets.length] ?? 0)) / 1000
    for (const name of fs.readdirSync(lock)) fs.utimesSync(path.join(lock, name), time, time)
    const all = Array.from({ length: contenders }, (_, number) => {
      const env = shiftedClock(offsets[number % offsets.length] ?? 0)
      return new Contender(t, [lock, 'rounds', '1'], { env })
    })
    await Promise.all(all.map((contender) => contender.says(/^(over|problem|bug)/m, 10 * hangMs)))
    for (const { said } of all) t.is(said, 'over\n', `trial ${trial}, ${what}`)
    t.is(fs.readFileSync(path.join(lock, '../counter'), 'utf8'), String(contenders))
  }
  report({
    attack: `${contenders} processes want the lock of a dead holder (of this or the previous version of tfsso), clocks an hour off`,
    tries: trials,
    outcome: `never two at once; all ${contenders} had it in turn`,
  })
})
