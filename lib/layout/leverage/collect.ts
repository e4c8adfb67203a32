import { Problem } from '../../text/problem.ts'
import type { LocatedProblem } from '../layout.ts'

/** Collects Problems, so that one mistake doesn't hide the next. */
export class Collector {
  readonly problems: LocatedProblem[] = []

  /** What `read` gives. If `read` throws a Problem, adds the Problem to `problems` and returns undefined. */
  try<T>(where: Omit<LocatedProblem, 'problem'>, read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      return this.#keep(where, error)
    }
  }

  /** Like `try`, for a `read` that returns a promise. */
  async wait<T>(
    where: Omit<LocatedProblem, 'problem'>,
    read: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await read()
    } catch (error) {
      return this.#keep(where, error)
    }
  }

  #keep(where: Omit<LocatedProblem, 'problem'>, problem: unknown): undefined {
    if (!(problem instanceof Problem)) throw problem
    this.problems.push({ ...where, problem })
  }
}
