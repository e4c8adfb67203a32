import test, { type ExecutionContext } from 'ava'
import { Contender, holder, newLock, takeoverMs } from './rig.ts'

/** Starts a holder, and two contenders that wait for it. */
async function holderAndWaiters(t: ExecutionContext, announcement?: string) {
  const lock = newLock()
  const first = holder(t, lock)
  await first.says(/held/)
  if (announcement) first.tell(`announce ${announcement}`)
  const waiters: [Contender, Contender] = [holder(t, lock), holder(t, lock)]
  for (const waiter of waiters) await waiter.says(/^waits$/m)
  return { lock, first, waiters }
}

test('when the holder fails, every waiting process fails, but a process that starts later does not', async (t) => {
  const { lock, first, waiters } = await holderAndWaiters(t)
  first.tell('fail it is broken')
  for (const contender of [first, ...waiters])
    await contender.says(/^problem 69 it is broken\/first\/second$/m)
  for (const { holds } of waiters) t.false(holds)
  await holder(t, lock).says(/held/)
})

test('when the holder fails, a process that had already started fails, too, even if it asks for the lock later', async (t) => {
  const { lock, first } = await holderAndWaiters(t)
  const late = new Contender(t, [lock, 'late'])
  await late.says(/^began$/m)
  first.tell('fail it is broken')
  await first.says(/^problem/m)
  late.tell('now')
  await late.says(/^problem 69 it is broken/m)
  t.false(late.holds)
  const later = new Contender(t, [lock, 'late'])
  later.tell('now')
  await later.says(/^held$/m)
})

test('after a bug in the holder, a waiting process does not fail, but takes the lock', async (t) => {
  const { first, waiters } = await holderAndWaiters(t)
  first.tell('break everything')
  await first.says(/^bug everything$/m)
  await t.notThrowsAsync(Promise.any(waiters.map((waiter) => waiter.says(/held/, takeoverMs))))
})

test('Ctrl-C during an announced step ends all waiting processes', async (t) => {
  const { lock, first, waiters } = await holderAndWaiters(t, 'login at X')
  for (const waiter of waiters) await waiter.says(new RegExp(`waits for ${await first.pid}: login`))
  await first.signal('SIGINT')
  for (const waiter of waiters)
    await waiter.says(/^problem 77 The login at X was cancelled \(process \d+\)\./m)
  await t.notThrowsAsync(holder(t, lock).says(/held/))
})

test('after Ctrl-C in a holder that announced nothing, the next process takes over', async (t) => {
  const { first, waiters } = await holderAndWaiters(t)
  await first.signal('SIGINT')
  const [next, other] = waiters
  await Promise.any(waiters.map((waiter) => waiter.says(/held/, takeoverMs)))
  t.not(next.holds, other.holds)
})

test('waiting processes print an announcement that comes late, but only once', async (t) => {
  const { first, waiters } = await holderAndWaiters(t)
  const [waiter] = waiters
  first.tell('announce one')
  await waiter.says(/: one$/m)
  await waiter.looksAgain()
  t.is(waiter.said.match(/waits for/g)?.length, 1)
})

test('a process that waits for a long time says which process it waits for', async (t) => {
  const { lock, first } = await holderAndWaiters(t)
  const late = holder(t, lock, { waitMs: 300 })
  const [, pid] = await late.says(/^problem 75 Another tfsso \(process (\d+)\) holds .*a lock/m)
  t.is(Number(pid), await first.pid)
})
