import { describeSelf } from '../process/identity.ts'
import { steadyMs } from '../process/steady-clock.ts'
import { exitCode, Problem } from '../text/problem.ts'
import { lockFile } from './generation.ts'
import { readObject, writeWhole } from './whole-file.ts'

/** How a generation ended. If it failed, all processes that waited for it fail with the same Problem. */
export interface Outcome {
  failure?: Pick<Problem, 'code' | 'message' | 'advice'>
  /** on the steady clock (CLOCK_MONOTONIC), which all processes in the same `space` share */
  atMs?: number
  space?: string
}

/** undefined if nothing is stored, or if the file is invalid or can't be trusted (`readOwn`) */
export function readOutcome(directory: string, generation: number): Outcome | undefined {
  return readObject<Outcome>(lockFile(directory, generation, '.done'), isOutcome)
}

function isOutcome(value: Partial<Outcome>): boolean {
  const { failure } = value
  return failure === undefined || Array.isArray(failure?.advice)
}

/** `space`: where this process runs (`describeSelf`). */
export function writeOutcome(
  directory: string,
  generation: number,
  space: string,
  failure?: Outcome['failure'],
): void {
  const outcome: Outcome = { ...(failure && { failure }), atMs: steadyMs(), space }
  writeWhole(lockFile(directory, generation, '.done'), JSON.stringify(outcome))
}

/** Ends a generation that nobody holds, so that other processes need not watch it any more. */
export function endNameless(directory: string, generation: number): void {
  writeWhole(lockFile(directory, generation, '.done'), '{}')
}

/** for when this process is interrupted after it has announced `doing` */
export function cancelled(doing: string): Outcome['failure'] {
  const message = `The ${doing} was cancelled (process ${process.pid}).`
  return { code: exitCode.denied, message, advice: ['Run the command again.'] }
}

/**
 * Throws the failure of a generation for which this process waited (`waitedFor` to `top`). If this process has not
 * waited, throws the failure of `top`, but only if `top` ended in the same `space`, after this process had started. For
 * example, forty runs start together, and the person refuses the login. Runs that reach the lock later must fail, too.
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
