import { misconfigured, type Problem } from '../text/problem.ts'

/** A required field is missing in AWS's answer. The SDK does not check that. */
export class IncompleteAnswer extends Error {
  /** `what` names the field, such as "the token" */
  constructor(what: string) {
    super(`AWS's answer is without ${what}.`)
  }
}

/** Whether a text can be a token, a key or a secret of AWS: all of them are sent in HTTP headers. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}

/**
 * The Problem (78) for an answer that AWS never gives: some other server answers in its place. The message does not
 * quote the answer, which may contain secrets. `what` names the field, such as "the token".
 */
export function notFromAws(what: string): Problem {
  return misconfigured(
    `The value received for ${what} did not come from AWS, so it is not used.`,
    'Check AWS_ENDPOINT_URL, and any proxy between you and AWS.',
  )
}

/**
 * A field that must be a word. If it is not a text, IncompleteAnswer; if it is a text but no word, Problem
 * 78.
 */
export function textOf(value: unknown, what: string): string {
  if (isWord(value)) return value
  throw typeof value === 'string' && value !== '' ? notFromAws(what) : new IncompleteAnswer(what)
}

/** A field that must be a number above 0 and at most `most`. IncompleteAnswer otherwise. */
export function numberOf(value: unknown, most: number, what: string): number {
  if (typeof value === 'number' && value > 0 && value <= most) return value
  throw new IncompleteAnswer(what)
}

/** The latest moment whose year has four digits, ms since 1970. */
export const latestMs = Date.UTC(9999, 11, 31)
