import { printableLine } from './printable.ts'

/**
 * The shell parts also use 127, if there is no program to run. No code is 2, because terraform uses 2 for changes
 * (`plan -detailed-exitcode`).
 */
export const exitCode = {
  /** all cases that have no code below */
  failure: 1,
  /** AWS cannot be reached, or gave no usable answer (sysexits EX_UNAVAILABLE) */
  unreachable: 69,
  /** a later attempt could succeed, for example to get a lock (EX_TEMPFAIL) */
  busy: 75,
  /** no session, no login, or access denied (EX_NOPERM) */
  denied: 77,
  /** a setting is wrong, or a file or directory can't be used (EX_CONFIG) */
  configuration: 78,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** An error that a person can fix. Any other error is a bug and keeps its stack. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ExitCode
  /** What to do, one line each. */
  readonly advice: readonly string[]

  constructor(code: ExitCode, message: string, ...advice: string[]) {
    super(message)
    this.code = code
    this.advice = advice
  }
}

/** exit code 78 */
export function misconfigured(message: string, ...advice: string[]): Problem {
  return new Problem(exitCode.configuration, message, ...advice)
}

/** exit code 1 */
export function fail(message: string, ...advice: string[]): Problem {
  return new Problem(exitCode.failure, message, ...advice)
}

/** exit code 77 */
export function denied(message: string, ...advice: string[]): Problem {
  return new Problem(exitCode.denied, message, ...advice)
}

/** Without a newline at the end. */
export function renderProblem({ message, advice }: Problem): string {
  return [`tfsso: ${message}`, ...advice.map((line) => `  ${line}`)].map(printableLine).join('\n')
}
