/** AWS's answer has not got in it what it must have. The SDK hands on whatever came. */
export class IncompleteAnswer extends Error {
  /** `what` as «the token» */
  constructor(what: string) {
    super(`AWS's answer is without ${what}.`)
  }
}

/** A field that must be a text with something in it. IncompleteAnswer otherwise. */
export function textOf(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new IncompleteAnswer(what)
}

/** A field that must be a number above 0, and no more than `most`. IncompleteAnswer otherwise. */
export function numberOf(value: unknown, most: number, what: string): number {
  if (typeof value === 'number' && value > 0 && value <= most) return value
  throw new IncompleteAnswer(what)
}

/** The latest moment whose year has four digits, ms since 1970. */
export const latestMs = Date.UTC(9999, 11, 31)
