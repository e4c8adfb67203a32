import { Problem } from './problem.ts'

/** Returns the error if it is a Problem. Any other error is a bug: throws it again with its stack. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}

/** The result of a function, or the Problem that it throws. Use it where the work must go on after a failure. */
export function attempt<T>(read: () => T): T | Problem {
  try {
    return read()
  } catch (error) {
    return asProblem(error)
  }
}

/** The result of a function; undefined if it throws a Problem. */
export function attemptOrNothing<T>(read: () => T): T | undefined {
  return orNothing(attempt(read))
}

/**
 * The result of a function, or `otherwise` if the function throws anything. Use it where every error means the same.
 */
export function orElse<T, O>(read: () => T, otherwise: O): T | O {
  try {
    return read()
  } catch {
    return otherwise
  }
}

export function orNothing<T>(value: T | Problem): T | undefined {
  return value instanceof Problem ? undefined : value
}
