import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { withLock } from '../../lib/lock/lock.ts'
import { hangMs } from '../rig/limits.ts'
import { Contender, newLock, takeTurns } from './rig.ts'

test('eight processes take the lock again and again: only one has it at a time', async (t) => {
  const lock = newLock()
  const rounds = 50
  const contenders = Array.from(
    { length: 8 },
    () => new Contender(t, [lock, 'rounds', String(rounds)]),
  )
  await Promise.all(contenders.map((contender) => contender.says(/over|problem|bug/)))
  for (const { said } of contenders) t.is(said, 'over\n')
  t.is(fs.readFileSync(path.join(lock, '..', 'counter'), 'utf8'), String(8 * rounds))
  t.true(fs.readdirSync(lock).length < 200, 'old generations are removed')
  t.deepEqual(
    fs.readdirSync(lock).filter((name) => name.startsWith('.')),
    [],
    'no temporary file is left',
  )
})

test('several callers in one process take the lock one after the other', async (t) => {
  const lock = newLock()
  await takeTurns(t, lock, hangMs)
})

test('a process needs no lock if the result is ready, and stops waiting when the result becomes ready', async (t) => {
  const lock = newLock()
  const never = () => Promise.reject(new Error('not to be run'))
  t.is(await withLock(lock, { waitMs: 0, ready: () => 'there' }, never), 'there')
  t.false(fs.existsSync(lock))

  let made: string | undefined
  let end = () => {}
  const held = new Promise<string>((resolve) => {
    end = () => resolve('mine')
  })
  const first = withLock(lock, { waitMs: 0 }, () => held)
  let looks = 0
  // `withLock` calls `ready` once before it waits. Only later calls return a result, so that `withLock` does wait.
  const ready = () => {
    if (++looks > 1) made = 'shared'
    return made
  }
  const second = withLock(lock, { waitMs: hangMs, ready }, never)
  t.is(await second, 'shared')
  end()
  t.is(await first, 'mine')
})
