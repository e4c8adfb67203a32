import { takeTurn } from '../prepare/turn.mjs'

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
