import { fileURLToPath } from 'node:url'

const preload = fileURLToPath(new URL('shifted-clock.cjs', import.meta.url))

/** What a child's environment needs for every node below it to have a wall clock that far off, ms. */
export function shiftedClock(byMs: number): Record<string, string> {
  return { NODE_OPTIONS: `--require ${preload}`, TFSSO_TEST_CLOCK_MS: String(byMs) }
}
