import type { ExecutionContext } from 'ava'
import { takeTurn } from '../prepare/turn.mjs'

/** Waits for a turn to start a heavy process. The turn lasts until the test ends. */
export async function heavyUntilEnd(t: ExecutionContext<unknown>): Promise<void> {
  t.teardown(await takeTurn('heavy'))
}

/**
 * Waits for a turn, then runs a function that starts a heavy process (an installation, a build, npm, terraform, a
 * browser). All test files together run at most one heavy process for each core. Never nest calls of `heavy`.
 */
export async function heavy<T>(run: () => Promise<T>): Promise<T> {
  const end = await takeTurn('heavy')
  try {
    return await run()
  } finally {
    end()
  }
}
