import { Problem } from './problem.ts'

/** What was thrown, where a person can mend it. Anything else is a bug: it is thrown on, stack and all. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}

/** What a function gives, or the Problem that it throws: one failure must not stop the rest. */
export function attempt<T>(read: () => T): T | Problem {
  try {
    return read()
  } catch (error) {
    return asProblem(error)
  }
}

/** What a function gives; undefined where it throws a Problem. */
export function attemptOrNothing<T>(read: () => T): T | undefined {
  return orNothing(attempt(read))
}

export function orNothing<T>(value: T | Problem): T | undefined {
  return value instanceof Problem ? undefined : value
}
