import ava from 'ava'
import { roomFor } from './room.ts'
import { startWorld, type World, type WorldOptions } from './world.ts'

/**
 * Returns a function that gives each test of a file the same result of `prepare`, in one world. A test must not change
 * anything that another test checks. Tests that look at the stand-in's last start must be serial. Call `shareWorld`
 * where the file declares its tests. The first call of the returned function makes the world, and calls `options` if
 * that is a function. The world ends after the last test.
 */
export function shareWorld<Prepared>(
  prepare: (world: World) => Promise<Prepared>,
  options: WorldOptions | (() => WorldOptions) = {},
): (t: Parameters<typeof roomFor>[0]) => Promise<Prepared> {
  const ends: (() => unknown)[] = []
  ava.after.always(async () => {
    for (const end of ends.reverse()) await end()
  })
  let prepared: Promise<Prepared> | undefined
  const make = async () => {
    const chosen = typeof options === 'function' ? options() : options
    return await prepare(await startWorld({ teardown: (end) => ends.push(end) }, chosen))
  }
  return async (t) => {
    await roomFor(t)
    prepared ??= make()
    return await prepared
  }
}
