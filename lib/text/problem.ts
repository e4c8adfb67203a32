import { printableLine } from './printable.ts'

/**
 * Exit codes of tfsso's own failures. The shell parts also use 127, if there is no program to run. None of these codes
 * is 2, because 2 has a meaning for terraform (`plan -detailed-exitcode`).
 */
export const exitCode = {
  /** anything else */
  failure: 1,
  /** AWS cannot be reached, or gave no usable answer (sysexits EX_UNAVAILABLE) */
  unreachable: 69,
  /** another attempt could succeed later: for example, a lock could not be acquired (EX_TEMPFAIL) */
  busy: 75,
  /** no session, no login, or access denied (EX_NOPERM) */
  denied: 77,
  /** configuration (EX_CONFIG) */
  configuration: 78,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/**
 * An error that a person can fix: what is wrong, where, and what to do. Any other error is a bug and keeps its stack.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ExitCode
  /** What to do about it, one line each. */
  readonly advice: readonly string[]

  constructor(code: ExitCode, message: string, ...advice: string[]) {
    super(message)
    this.code = code
    this.advice = advice
  }
}

/** A configuration problem (exit 78). */
export function misconfigured(message: string, ...advice: string[]): Problem {
  return new Problem(exitCode.configuration, message, ...advice)
}

/** A request that can't be fulfilled (exit 1). */
export function fail(message: string, ...advice: string[]): Problem {
  return new Problem(exitCode.failure, message, ...advice)
}

/** No login or no access (exit 77). */
export function denied(message: string, ...advice: string[]): Problem {
  return new Problem(exitCode.denied, message, ...advice)
}

/** A Problem as text for stderr, without a newline at the end. */
export function renderProblem({ message, advice }: Problem): string {
  return [`tfsso: ${message}`, ...advice.map((line) => `  ${line}`)].map(printableLine).join('\n')
}
