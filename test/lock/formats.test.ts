import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { describeSelf } from '../../lib/process/identity.ts'
import { until } from '../rig/until.ts'
import { holder, newLock, takeOver } from './rig.ts'

// Older versions make the file `N`, but no `N.lock`. They could run in containers that share ~/.aws.

/** Makes a lock of an older version. This process, or the one in `who`, holds its generation 7. */
async function heldByOlder(who: object = {}) {
  const lock = newLock()
  fs.mkdirSync(lock)
  const file = path.join(lock, '7')
  fs.writeFileSync(file, JSON.stringify({ ...(await describeSelf()), ...who }))
  return { lock, file }
}

test('a process of an older version keeps its lock until it is done', async (t) => {
  const { lock, file } = await heldByOlder()
  const waiting = holder(t, lock)
  await waiting.says(/^waits$/m)
  fs.writeFileSync(`${file}.doing`, 'login at X')
  await waiting.says(new RegExp(`^waits for ${process.pid}: login at X$`, 'm'))
  await waiting.looksAgain(10)
  t.false(waiting.holds)
  fs.writeFileSync(`${file}.done`, '{}')
  await waiting.says(/^held$/m)
  t.true(fs.existsSync(path.join(lock, '8.lock')))
})

test('when a holder of an older version is dead, a waiting process gets the lock at once', async (t) => {
  const { lock } = await heldByOlder({ start: '1' })
  await takeOver(t, lock)
  t.true(fs.existsSync(path.join(lock, '8')))
})

test('an older version that creates the next generation at the same moment gets the lock', async (t) => {
  const { lock, file } = await heldByOlder()
  // Our process claims generation 8 and is suspended. Then an older version makes the file `8` (here by a rename).
  fs.writeFileSync(`${file}.done`, '{}')
  const ours = holder(t, lock, { env: { TFSSO_TEST_SIGNAL: 'SIGSTOP' } })
  await ours.reaches('stopped')
  fs.renameSync(file, path.join(lock, '8'))
  await ours.signal('SIGCONT')
  await ours.says(/^waits$/m)
  t.false(ours.holds)
})

test('an older version sees who holds the lock, and that the holder is alive', async (t) => {
  const lock = newLock()
  const ours = holder(t, lock)
  await ours.says(/^held$/m)
  const file = path.join(lock, '1')
  const { pid, start, space } = JSON.parse(fs.readFileSync(file, 'utf8'))
  const self = await describeSelf()
  t.is(pid, await ours.pid)
  t.is(space, self.space)
  t.is(typeof start, 'string')
  const { mtimeMs } = fs.statSync(file)
  await until(() => fs.statSync(file).mtimeMs !== mtimeMs)
  ours.tell('end')
  await ours.says(/^over$/m)
  t.true(fs.existsSync(`${file}.done`))
})
