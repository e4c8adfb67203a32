/**
 * CLOCK_MONOTONIC in ms, which all processes of this machine share. `performance` would load seven of node's modules.
 */
export function steadyMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n)
}
