import { fileURLToPath } from 'node:url'

const preload = fileURLToPath(new URL('shifted-clock.cjs', import.meta.url))

/** What a child's environment needs for every node below it, tfsso's too, to have a wall clock that far off, ms. */
export function shiftedClock(byMs: number): Record<string, string> {
  const options = `--require ${preload}`
  return {
    NODE_OPTIONS: options,
    TFSSO_NODE_OPTIONS: options,
    TFSSO_TEST_CLOCK_MS: String(byMs),
  }
}
