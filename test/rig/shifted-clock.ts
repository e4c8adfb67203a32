import { fileURLToPath } from 'node:url'

const preload = fileURLToPath(new URL('shifted-clock.cjs', import.meta.url))

/**
 * The variables that shift the wall clock of a child and of every node that it starts, including tfsso's node. `byMs`:
 * by how much, ms.
 */
export function shiftedClock(byMs: number): Record<string, string> {
  const options = `--require ${preload}`
  return {
    NODE_OPTIONS: options,
    TFSSO_NODE_OPTIONS: options,
    TFSSO_TEST_CLOCK_MS: String(byMs),
  }
}
