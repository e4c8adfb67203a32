import { Problem } from '../../text/problem.ts'
import type { LocatedProblem } from '../layout.ts'

/** Collects Problems, so that one mistake doesn't hide the next. */
export class Collector {
  readonly problems: LocatedProblem[] = []

  /** undefined if `read` throws a Problem, which is then collected. */
  try<T>(where: Omit<LocatedProblem, 'problem'>, read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      return this.#keep(where, error)
    }
  }

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
