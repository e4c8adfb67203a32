import { fileURLToPath } from 'node:url'

const preload = fileURLToPath(new URL('shifted-clock.cjs', import.meta.url))

/** The variables that shift the wall clock of every Node.js that a program starts, including tfsso's. */
export function shiftedClock(byMs: number): Record<string, string> {
  const options = `--require ${preload}`
  return {
    NODE_OPTIONS: options,
    TFSSO_NODE_OPTIONS: options,
    TFSSO_TEST_CLOCK_MS: String(byMs),
  }
}
