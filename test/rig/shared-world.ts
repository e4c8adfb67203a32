import ava from 'ava'
import { roomFor, startWorld, type World, type WorldOptions } from './world.ts'

/**
 * A world that tests of one file share, because they change nothing that another of them checks. It is made and prepared
 * when the first of them asks for it, and ends after the last test. Call this where the file declares its tests. Tests
 * that look at the last start must be serial.
 */
export function shareWorld<Prepared>(
  prepare: (world: World) => Promise<Prepared>,
  options: WorldOptions = {},
): (t: Parameters<typeof roomFor>[0]) => Promise<Prepared> {
  const ends: (() => unknown)[] = []
  ava.after.always(async () => {
    for (const end of ends.reverse()) await end()
  })
  let prepared: Promise<Prepared> | undefined
  const make = async () =>
    await prepare(await startWorld({ teardown: (end) => ends.push(end) }, options))
  return async (t) => {
    await roomFor(t)
    prepared ??= make()
    return await prepared
  }
}
