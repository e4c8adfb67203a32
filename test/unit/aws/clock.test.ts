import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import test from 'ava'
import { AwsClock } from '../../../lib/aws/clock.ts'
import { temporary } from '../../rig/install.ts'

const hour = 3600_000
const near = (a: number, b: number) => Math.abs(a - b) < 5_000
const dateHeader = (offsetMs: number) => new Date(Date.now() + offsetMs).toUTCString()

test('before the first Date header, tfsso takes this machine’s clock for AWS’s clock', (t) => {
  const clock = new AwsClock(temporary('tfsso-clock-'))
  t.true(near(clock.now(), Date.now()))
  t.is(clock.toLocal(1234), 1234)
})

for (const offset of [hour, -hour]) {
  test(`this process and the next one use a difference of ${offset} ms`, (t) => {
    const cache = temporary('tfsso-clock-')
    const clock = new AwsClock(cache)
    clock.observe(dateHeader(offset))
    for (const seen of [clock, new AwsClock(cache)]) {
      t.true(near(seen.now(), Date.now() + offset))
      t.true(near(seen.toLocal(Date.now() + offset), Date.now()))
    }
    clock.observe(dateHeader(0))
    t.true(near(new AwsClock(cache).now(), Date.now()), 'our clock was set right')
  })
}

test('a difference that is smaller than the precision of header and network is ignored', (t) => {
  const cache = temporary('tfsso-clock-')
  new AwsClock(cache).observe(dateHeader(10_000))
  t.false(fs.existsSync(path.join(cache, 'aws-clock')))
})

test('an invalid Date header is ignored', (t) => {
  const cache = temporary('tfsso-clock-')
  const clock = new AwsClock(cache)
  for (const header of [undefined, '', 'yesterday']) clock.observe(header)
  t.true(near(clock.now(), Date.now()))
})

const startedAt = Math.round(Date.now() - os.uptime() * 1000)

for (const [what, content, expected] of [
  ['as tfsso wrote it', `${hour} ${startedAt}\n`, hour],
  ['stored before this machine’s clock was set', `${hour} ${startedAt - hour}\n`, 0],
  ['without the start time of this machine', `${hour}\n`, 0],
  ['cut off', `${hour} ${startedAt}`, 0],
  ['invalid', 'x y\n', 0],
  ['with an invalid offset', `x ${startedAt}\n`, 0],
  ['empty', '', 0],
] as const) {
  test(`a stored offset: ${what}`, (t) => {
    const cache = temporary('tfsso-clock-')
    fs.writeFileSync(path.join(cache, 'aws-clock'), content, { mode: 0o600 })
    t.true(near(new AwsClock(cache).now(), Date.now() + expected))
  })
}

test('if the cache can’t be written, only this process knows the offset', (t) => {
  const clock = new AwsClock('/nowhere')
  clock.observe(dateHeader(hour))
  t.true(near(clock.now(), Date.now() + hour))
})
