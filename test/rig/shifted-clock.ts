import { fileURLToPath } from 'node:url'

const preload = fileURLToPath(new URL('shifted-clock.cjs', import.meta.url))

/**
 * Returns the variables that shift the wall clock of every Node.js that a program starts, including tfsso's node.
 * `byMs`: by how much, ms.
 */
export function shiftedClock(byMs: number): Record<string, string> {
  const options = `--require ${preload}`
  return {
    NODE_OPTIONS: options,
    TFSSO_NODE_OPTIONS: options,
    TFSSO_TEST_CLOCK_MS: String(byMs),
  }
}
