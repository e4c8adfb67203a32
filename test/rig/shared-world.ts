import ava from 'ava'
import { roomFor } from './room.ts'
import { startWorld, type World, type WorldOptions } from './world.ts'

/**
 * Returns a function that returns what `prepare` makes of a world. All tests of a file that call the returned function
 * share one world, so a test must not change anything that another test checks. The first call makes the world. The
 * world ends after the last test. Call `shareWorld` where the file declares its tests. Tests that look at the
 * stand-in's last start must be serial. If `options` is a function, `shareWorld` does not call it: the first call of
 * the returned function does.
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
