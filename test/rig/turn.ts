import type { ExecutionContext } from 'ava'
import { takeTurn } from '../prepare/turn.mjs'

/** Has a test wait for its turn to start a heavy process that runs until the test ends. */
export async function heavyUntilEnd(t: ExecutionContext<unknown>): Promise<void> {
  t.teardown(await takeTurn('heavy'))
}

/**
 * Runs what starts a heavy process (an installation, a build, npm, terraform, a browser) when it is its turn:
 * all test files together run as many of these as there are cores. Never call it within itself.
 */
export async function heavy<T>(run: () => Promise<T>): Promise<T> {
  const end = await takeTurn('heavy')
  try {
    return await run()
  } finally {
    end()
  }
}
