import { Problem } from '../text/problem.ts'

/** What a function gives, or the Problem that it throws: one thing that fails must not stop the rest. */
export function attempt<T>(read: () => T): T | Problem {
  try {
    return read()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

export function orNothing<T>(value: T | Problem): T | undefined {
  return value instanceof Problem ? undefined : value
}
