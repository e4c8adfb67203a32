/**
 * The steady clock that all processes of this machine share (CLOCK_MONOTONIC), ms. Not `performance`: the
 * first look at that loads seven modules of node's.
 */
export function steadyMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n)
}
