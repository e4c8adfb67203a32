import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { withLock } from '../../../lib/support/lock.ts'
import { Problem } from '../../../lib/support/problem.ts'
import { holder, newLock } from './rig.ts'

const options = { waitMs: 2_000 }

test('rubbish in the directory does no harm', async (t) => {
  const lock = newLock()
  fs.mkdirSync(path.join(lock, 'a directory'), { recursive: true })
  for (const name of ['README', '0', '00012', '-3', '1e9', '9'.repeat(30), '5.done', '.1234-abc'])
    fs.writeFileSync(path.join(lock, name), 'rubbish')
  fs.symlinkSync('/nowhere', path.join(lock, 'dangling'))
  for (let round = 0; round < 3; round++)
    t.is(await withLock(lock, options, async () => 'done'), 'done')
})

test('an outcome that makes no sense is none', async (t) => {
  const lock = newLock()
  const first = withLock(lock, options, async () => {
    await new Promise((resolve) => setTimeout(resolve, 300))
  })
  const second = withLock(lock, options, async () => 'second')
  await new Promise((resolve) => setTimeout(resolve, 100))
  fs.writeFileSync(path.join(lock, '1.done'), '{"failure": 7')
  t.is(await second, 'second')
  await first
})

test('a directory that is removed under its holder', async (t) => {
  const lock = newLock()
  const first = holder(t, lock)
  await first.says(/held/)
  const waiter = holder(t, lock)
  fs.rmSync(lock, { recursive: true })
  await waiter.says(/held/, 3_000)
  first.tell('ask')
  await first.says(/isHeld true/)
  first.tell('end')
  await first.says(/over/)
  waiter.tell('end')
  await waiter.says(/over/)
  t.is(await withLock(lock, options, async () => 'next'), 'next')
})

test('who was taken over knows', async (t) => {
  const lock = newLock()
  const first = holder(t, lock)
  await first.says(/held/)
  fs.writeFileSync(path.join(lock, '2'), fs.readFileSync(path.join(lock, '1')))
  first.tell('ask')
  await first.says(/isHeld false/)
  t.pass()
})

test('a place where no lock can be is a Problem', async (t) => {
  const lock = newLock()
  fs.writeFileSync(lock, 'a file')
  const error = await t.throwsAsync(
    withLock(lock, options, async () => {}),
    { instanceOf: Problem },
  )
  t.like(error, { code: 75 })
  t.regex(error.message, /a lock \(EEXIST\)/)
})

test.serial('a filesystem without hard links', async (t) => {
  const link = fs.linkSync
  fs.linkSync = () => {
    throw Object.assign(new Error('no'), { code: 'EPERM' })
  }
  t.teardown(() => {
    fs.linkSync = link
  })
  const lock = newLock()
  let inside = 0
  const one = async () => {
    t.is(++inside, 1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    inside--
  }
  await Promise.all([1, 2, 3].map(() => withLock(lock, options, one)))
})
