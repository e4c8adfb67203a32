import { Problem } from './problem.ts'

/** Returns a Problem as it is. Any other error is a bug and is thrown again. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}

/** For work that must go on after a Problem. */
export function attempt<T>(read: () => T): T | Problem {
  try {
    return read()
  } catch (error) {
    return asProblem(error)
  }
}

export function attemptOrNothing<T>(read: () => T): T | undefined {
  return orNothing(attempt(read))
}

/** For cases in which every error means the same. */
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
