import os from 'node:os'
import type { ExecutionContext } from 'ava'
import pLimit from 'p-limit'

const room = pLimit(4 * os.availableParallelism())
const haveRoom = new WeakSet<object>()

/**
 * Waits while too many other tests of this process have worlds, because each world starts processes. If a test already
 * has a world, it does not wait again: otherwise two tests could wait for each other.
 */
export async function roomFor(t: Pick<ExecutionContext<unknown>, 'teardown'>): Promise<void> {
  if (haveRoom.has(t)) return
  haveRoom.add(t)
  const { promise: over, resolve: end } = withResolvers()
  await new Promise<void>((start) => {
    void room(() => {
      start()
      return over
    })
  })
  t.teardown(end)
}

function withResolvers() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
