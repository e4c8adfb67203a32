import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { lockSync } from 'proper-lockfile'
import { until } from '../rig/until.ts'
import { holder, newLock } from './rig.ts'

/** After this time, proper-lockfile has certainly noticed a change of its N.lock. */
const noticedMs = 7_000

for (const [what, harm] of [
  ['was removed', (claim: string) => fs.rmdirSync(claim)],
  ['has another modification time', (claim: string) => fs.utimesSync(claim, 1, 1)],
  [
    'is a file now',
    (claim: string) => {
      fs.rmdirSync(claim)
      fs.writeFileSync(claim, '')
    },
  ],
  [
    'was made by another process',
    (claim: string) => {
      fs.rmdirSync(claim)
      // The holder removes this lock when it ends. Without `onCompromised`, proper-lockfile would then end the test's
      // process.
      lockSync(claim.replace(/\.lock$/, ''), { realpath: false, onCompromised: () => {} })
    },
  ],
] as const) {
  test(`a holder keeps the lock, and shows that it is alive, even if N.lock ${what}`, async (t) => {
    const lock = newLock()
    const first = holder(t, lock)
    await first.says(/^held$/m)
    harm(path.join(lock, '1.lock'))
    const second = holder(t, lock)
    await second.says(/^waits$/m)
    await sleep(noticedMs)
    const name = path.join(lock, '1')
    const { mtimeMs } = fs.statSync(name)
    await until(() => fs.statSync(name).mtimeMs !== mtimeMs)
    t.false(second.holds)
    first.tell('write one')
    await first.says(/^wrote true$/m)
    first.tell('end')
    await first.says(/^over$/m)
    await second.says(/^held$/m)
    t.is(first.said.match(/held/g)?.length, 1)
  })
}

for (const signal of ['SIGTERM', 'SIGQUIT', 'SIGHUP', 'SIGINT'] as const) {
  test(`${signal} releases the lock`, async (t) => {
    const lock = newLock()
    const first = holder(t, lock)
    await first.says(/^held$/m)
    t.true(fs.existsSync(path.join(lock, '1.lock')))
    await first.signal(signal)
    await until(() => !fs.existsSync(path.join(lock, '1.lock')))
    await holder(t, lock).says(/^held$/m)
  })
}

test('a process that ends releases its lock', async (t) => {
  const lock = newLock()
  const first = holder(t, lock)
  await first.says(/^held$/m)
  first.tell('exit')
  await until(() => !fs.existsSync(path.join(lock, '1.lock')))
  t.true(fs.existsSync(path.join(lock, '1.done')))
})

test('a write beyond the limit of file sizes fails, and the holder continues', async (t) => {
  const lock = newLock()
  const first = holder(t, lock, { fileBlocks: 64 })
  await first.says(/^held$/m)
  first.tell('grow')
  await first.says(/^grew EFBIG$/m)
  first.tell('end')
  await t.notThrowsAsync(first.says(/^over$/m))
})

test('a contender waits if proper-lockfile says that a generation is locked (ELOCKED)', async (t) => {
  const lock = newLock()
  fs.mkdirSync(path.join(lock, '1.lock'), { recursive: true })
  const second = holder(t, lock, { waitMs: 300 })
  await t.notThrowsAsync(second.says(/^problem 75 Another tfsso holds .*a lock and does not/m))
})
