/**
 * The time of the steady clock that all processes of this machine share (CLOCK_MONOTONIC), ms. `performance` is not
 * used, because its first use loads seven of node's modules.
 */
export function steadyMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n)
}
