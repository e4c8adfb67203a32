import { misconfigured, type Problem } from '../text/problem.ts'

/** AWS's answer has not got in it what it must have. The SDK hands on whatever came. */
export class IncompleteAnswer extends Error {
  /** `what` as «the token» */
  constructor(what: string) {
    super(`AWS's answer is without ${what}.`)
  }
}

/** Whether AWS can have given this as a token, a key or a secret: they all travel in HTTP headers. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}

/**
 * Problem (78) for an answer that AWS never gives: something else stands where AWS is looked for. What
 * was answered is not told, for it may hold secrets. `what` as «the token».
 */
export function notFromAws(what: string): Problem {
  return misconfigured(
    `What was answered as ${what} is nothing that AWS gives, so it is not used.`,
    'Check AWS_ENDPOINT_URL and what stands between you and AWS.',
  )
}

/** A field that must be a word. IncompleteAnswer where it is no text, Problem (78) for any other text. */
export function textOf(value: unknown, what: string): string {
  if (isWord(value)) return value
  throw typeof value === 'string' && value !== '' ? notFromAws(what) : new IncompleteAnswer(what)
}

/** A field that must be a number above 0, and no more than `most`. IncompleteAnswer otherwise. */
export function numberOf(value: unknown, most: number, what: string): number {
  if (typeof value === 'number' && value > 0 && value <= most) return value
  throw new IncompleteAnswer(what)
}

/** The latest moment whose year has four digits, ms since 1970. */
export const latestMs = Date.UTC(9999, 11, 31)
