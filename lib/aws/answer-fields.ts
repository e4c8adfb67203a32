import { misconfigured, type Problem } from '../text/problem.ts'

/**
 * The error for an answer of AWS in which a required field is missing or unusable. The SDK itself does not check for
 * missing fields.
 */
export class IncompleteAnswer extends Error {
  /** `what` says what is missing, such as "the token" */
  constructor(what: string) {
    super(`AWS's answer is without ${what}.`)
  }
}

/** Whether a value is a word (visible ASCII, no spaces, not empty). AWS's tokens, keys and secrets are words. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}

/**
 * The Problem (exit code 78) for an answer that can't be AWS's: another server has answered in AWS's place. The message
 * does not quote the answer, which could contain secrets. `what` names the field, such as "the token".
 */
export function notFromAws(what: string): Problem {
  return misconfigured(
    `The value received for ${what} did not come from AWS, so it is not used.`,
    'Check AWS_ENDPOINT_URL, and any proxy between you and AWS.',
  )
}

/**
 * Returns a field that must be a word. Throws IncompleteAnswer if the field is empty or is not a string. Problem (exit
 * code 78) if the field is a string with characters that a word can't have (`isWord`).
 */
export function textOf(value: unknown, what: string): string {
  if (isWord(value)) return value
  throw typeof value === 'string' && value !== '' ? notFromAws(what) : new IncompleteAnswer(what)
}

/** Returns a field that must be a number above 0 and at most `most`. Throws IncompleteAnswer if it is not. */
export function numberOf(value: unknown, most: number, what: string): number {
  if (typeof value === 'number' && value > 0 && value <= most) return value
  throw new IncompleteAnswer(what)
}

/** The latest time that tfsso accepts from AWS, ms since 1970. Its year has four digits. */
export const latestMs = Date.UTC(9999, 11, 31)
