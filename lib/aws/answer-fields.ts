import { misconfigured, type Problem } from '../text/problem.ts'

/** A required field of AWS's answer is missing or unusable. The SDK does not check the fields. */
export class IncompleteAnswer extends Error {
  /** `what` names the field, such as "the token" */
  constructor(what: string) {
    super(`AWS's answer is without ${what}.`)
  }
}

/** Whether a value is visible ASCII without spaces, as AWS's tokens, keys and secrets are. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}

/**
 * The Problem (exit code 78) if another server has answered in AWS's place. Does not quote the answer, which could
 * contain secrets.
 */
export function notFromAws(what: string): Problem {
  return misconfigured(
    `The value received for ${what} did not come from AWS, so it is not used.`,
    'Check AWS_ENDPOINT_URL, and any proxy between you and AWS.',
  )
}

/**
 * Returns a field that must be a word (`isWord`). Throws IncompleteAnswer if the field is empty or not a string.
 * Problem (exit code 78) if the string is not a word.
 */
export function textOf(value: unknown, what: string): string {
  if (isWord(value)) return value
  throw typeof value === 'string' && value !== '' ? notFromAws(what) : new IncompleteAnswer(what)
}

/** Throws IncompleteAnswer unless the field is above 0 and at most `most`. */
export function numberOf(value: unknown, most: number, what: string): number {
  if (typeof value === 'number' && value > 0 && value <= most) return value
  throw new IncompleteAnswer(what)
}

/** The latest time that tfsso accepts from AWS, ms since 1970: the last day whose year has four digits. */
export const latestMs = Date.UTC(9999, 11, 31)
