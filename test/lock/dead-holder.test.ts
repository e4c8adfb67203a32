import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { describeSelf } from '../../lib/process/identity.ts'
import { hangMs } from '../rig/limits.ts'
import { until } from '../rig/until.ts'
import { Contender, holder, newLock, takeOver, takeoverMs } from './rig.ts'

/** Sets the times of a lock and its files to the present plus `byMs`. */
function shiftTimes(lock: string, byMs: number): void {
  const time = new Date(Date.now() + byMs)
  for (const name of [...fs.readdirSync(lock), '.'])
    fs.utimesSync(path.join(lock, name), time, time)
}

test('when a holder is killed, exactly one waiting process soon gets the lock', async (t) => {
  const lock = newLock()
  let contenders = Array.from({ length: 8 }, () => new Contender(t, [lock, 'hold']))
  while (contenders.length > 0) {
    const started = performance.now()
    const limit = contenders.length === 8 ? hangMs : takeoverMs
    await Promise.any(contenders.map((contender) => contender.says(/held/, limit)))
    for (const contender of contenders) if (!contender.holds) await contender.looksAgain(2)
    const holders = contenders.filter(({ holds }) => holds)
    t.is(holders.length, 1, `after ${performance.now() - started} ms`)
    await holders[0]?.signal('SIGKILL')
    contenders = contenders.filter((contender) => contender !== holders[0])
  }
})

for (const [where, byMs] of [
  ['an hour ahead', 3600_000],
  ['an hour behind', -3600_000],
] as const) {
  test(`if file times are ${where}, a holder keeps its lock, and a dead holder loses it`, async (t) => {
    const lock = newLock()
    const first = holder(t, lock)
    await first.says(/held/)
    shiftTimes(lock, byMs)
    const second = holder(t, lock)
    await second.says(/waits/)
    await second.looksAgain()
    t.false(second.holds)
    shiftTimes(lock, byMs)
    await first.signal('SIGKILL')
    await second.says(/held/, takeoverMs)
  })
}

test('a suspended holder keeps the lock', async (t) => {
  const lock = newLock()
  const first = holder(t, lock)
  await first.says(/held/)
  await first.signal('SIGSTOP')
  const second = holder(t, lock)
  await second.says(/waits/)
  await second.looksAgain()
  t.false(second.holds)
  await first.signal('SIGCONT')
  first.tell('end')
  await second.says(/held/, takeoverMs)
})

test('a holder that is dead but not yet reaped loses the lock', async (t) => {
  const lock = newLock()
  const first = holder(t, lock, { unreaped: true })
  await first.says(/held/)
  const second = holder(t, lock)
  await second.says(/waits/)
  await first.signal('SIGKILL')
  await second.says(/held/, takeoverMs)
  const state = fs.readFileSync(`/proc/${await first.pid}/stat`, 'utf8')
  t.regex(state, /\) Z /, 'it was a zombie all the time')
})

test('a later process with the same pid is not the holder', async (t) => {
  const lock = newLock()
  fs.mkdirSync(lock)
  const self = await describeSelf()
  fs.writeFileSync(path.join(lock, '1'), JSON.stringify({ ...self, start: '1' }))
  await takeOver(t, lock)
  t.true(fs.existsSync(path.join(lock, '2')))
})

test('a holder in another container loses the lock when its file does not change for half a minute', async (t) => {
  const lock = newLock()
  fs.mkdirSync(lock)
  const file = path.join(lock, '1')
  fs.writeFileSync(file, JSON.stringify({ pid: 1, start: '1', space: 'elsewhere' }))
  const second = holder(t, lock)
  for (let beat = 0; beat < 4; beat++) {
    await second.looksAgain()
    fs.utimesSync(file, beat, beat)
  }
  const stood = performance.now()
  await second.says(/held/)
  t.true(performance.now() - stood > 29_000)
})

test('a holder shows that it is alive: it changes the time of its file again and again', async (t) => {
  const lock = newLock()
  const first = holder(t, lock)
  await first.says(/held/)
  const file = path.join(lock, '1')
  const before = fs.statSync(file, { bigint: true }).mtimeNs
  await until(() => fs.statSync(file, { bigint: true }).mtimeNs !== before)
  t.true(first.holds)
})
