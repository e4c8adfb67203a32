import { describeSelf } from '../process/identity.ts'
import { steadyMs } from '../process/steady-clock.ts'
import { exitCode, Problem } from '../text/problem.ts'
import { lockFile } from './generation.ts'
import { readObject, writeWhole } from './whole-file.ts'

/*
 * How a use of the lock (a generation) ended, which its holder stores for the waiting processes.
 */

/** How a generation ended. All processes that were waiting share its failure. */
export interface Outcome {
  failure?: Pick<Problem, 'code' | 'message' | 'advice'>
  /** when it ended, ms on the steady clock (CLOCK_MONOTONIC). All processes in the same `space` share this clock */
  atMs?: number
  space?: string
}

/** How a generation ended; undefined if nothing is stored about that, or if the file is invalid. */
export function readOutcome(directory: string, generation: number): Outcome | undefined {
  return readObject<Outcome>(lockFile(directory, generation, '.done'), isOutcome)
}

function isOutcome(value: Partial<Outcome>): boolean {
  const { failure } = value
  return failure === undefined || Array.isArray(failure?.advice)
}

/**
 * Records that a generation has just ended, with its failure if it failed. `space`: where this process runs
 * (`describeSelf`).
 */
export function writeOutcome(
  directory: string,
  generation: number,
  space: string,
  failure?: Outcome['failure'],
): void {
  const outcome: Outcome = { ...(failure && { failure }), atMs: steadyMs(), space }
  writeWhole(lockFile(directory, generation, '.done'), JSON.stringify(outcome))
}

/** Ends a generation that nobody holds. Then other processes need not watch it. */
export function endNameless(directory: string, generation: number): void {
  writeWhole(lockFile(directory, generation, '.done'), '{}')
}

/** The failure to record if the holder (this process) is interrupted after it has announced `doing`. */
export function cancelled(doing: string): Outcome['failure'] {
  const message = `The ${doing} was cancelled (process ${process.pid}).`
  return { code: exitCode.denied, message, advice: ['Run the command again.'] }
}

/**
 * Throws the failure of a generation for which this process waited (from `waitedFor` to `top`). A process that has not
 * waited gets the failure of `top`, if that happened after this process had started: if forty runs start at once, some
 * reach the lock only after the login was refused.
 */
export async function shareFailure(
  directory: string,
  top: number,
  waitedFor: number | undefined,
): Promise<void> {
  const { space } = await describeSelf()
  const began = steadyMs() - process.uptime() * 1000
  for (let generation = waitedFor ?? top; generation <= top; generation++) {
    const { failure, ...ended } = readOutcome(directory, generation) ?? {}
    const afterUs = ended.space === space && (ended.atMs ?? 0) > began
    if (failure && (waitedFor !== undefined || afterUs))
      throw new Problem(failure.code, failure.message, ...failure.advice)
  }
}
