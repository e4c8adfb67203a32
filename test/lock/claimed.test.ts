import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { Contender, newLock } from './rig.ts'

/**
 * Starts a contender that gets a signal after it has made `1.lock` (so it has claimed generation 1), and before it
 * writes its name into `1`.
 */
async function interruptedBy(t: ExecutionContext, lock: string, signal: 'SIGKILL' | 'SIGSTOP') {
  const contender = new Contender(t, [lock, 'hold'], { env: { TFSSO_TEST_SIGNAL: signal } })
  await contender.reaches(signal === 'SIGSTOP' ? 'stopped' : 'ended')
  t.true(fs.statSync(path.join(lock, '1.lock')).isDirectory())
  t.false(fs.existsSync(path.join(lock, '1')))
  return contender
}

test('a process that is killed before it writes its name soon has exactly one successor', async (t) => {
  const lock = newLock()
  await interruptedBy(t, lock, 'SIGKILL')
  const waiting = Array.from({ length: 4 }, () => new Contender(t, [lock, 'hold']))
  for (const contender of waiting) await contender.says(/^waits$/m)
  await Promise.any(waiting.map((contender) => contender.says(/^held$/m)))
  for (const contender of waiting) if (!contender.holds) await contender.looksAgain()
  t.is(waiting.filter(({ holds }) => holds).length, 1)
  t.is(fs.readFileSync(path.join(lock, '1'), 'utf8'), '{}', 'nobody can name itself any more')
  t.deepEqual(JSON.parse(fs.readFileSync(path.join(lock, '1.done'), 'utf8')), {})
})

test('a process that is suspended before it writes its name loses the lock to a process that takes over', async (t) => {
  const lock = newLock()
  const first = await interruptedBy(t, lock, 'SIGSTOP')
  const second = new Contender(t, [lock, 'hold'])
  await second.says(/^held$/m)
  await first.signal('SIGCONT')
  await first.says(/^waits$/m)
  t.false(first.holds)
  t.false(fs.existsSync(path.join(lock, '1.lock')), 'it has released its claim')
  second.tell('end')
  await first.says(/^held$/m)
})

test('a process that is suspended before it writes its name gets the lock if it continues before another takes over', async (t) => {
  const lock = newLock()
  const first = await interruptedBy(t, lock, 'SIGSTOP')
  // While the second process runs, the first has only two seconds (`namelessMs`) to write its name. So the second
  // process suspends itself.
  const second = new Contender(t, [lock, 'hold'], { env: { TFSSO_TEST_PAUSE: '1' } })
  await second.says(/^waits$/m)
  await second.reaches('stopped')
  await first.signal('SIGCONT')
  await first.says(/^held$/m)
  await second.signal('SIGCONT')
  await second.looksAgain(10)
  t.false(second.holds)
  first.tell('end')
  await second.says(/^held$/m)
})

test('a claim on a generation that has already ended moves to the next one', async (t) => {
  const lock = newLock()
  fs.mkdirSync(lock)
  fs.writeFileSync(path.join(lock, '1.done'), '{}')
  const contender = new Contender(t, [lock, 'hold'])
  await contender.says(/^held$/m)
  t.deepEqual(fs.readdirSync(lock).sort(), ['1', '1.done', '2', '2.lock'])
})
