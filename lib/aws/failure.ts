import { exitCode, Problem } from '../text/problem.ts'
import { IncompleteAnswer } from './answer-fields.ts'
import { describeNetworkFailure } from './network-failure.ts'

/** `message` is the answer's error_description, if it has one. */
export interface AwsFailure {
  name: string
  message: string
  status: number | undefined
}

/**
 * Undefined if there was no answer, or if the SDK can't read it. An unreadable answer probably comes from a proxy or a
 * captive portal.
 */
export function describeAwsFailure(error: unknown): AwsFailure | undefined {
  if (!(error instanceof Error)) return undefined
  const { error_description, $fault, $metadata } = error as Error & {
    error_description?: string
    $fault?: string
    $metadata?: { httpStatusCode?: number }
  }
  const status = $metadata?.httpStatusCode
  if ($fault === undefined || status === undefined) return undefined
  return { name: error.name, message: error_description || error.message, status }
}

/**
 * `answered`: false if there was no answer, or if the answer did not come from AWS. The text quotes only the answer's
 * status, error name and message, because other parts could contain a secret.
 */
export function explainFailure(error: unknown): {
  text: string
  advice: string
  answered: boolean
} {
  const later = 'Run the command again later; https://health.aws.amazon.com shows the state of AWS.'
  if (error instanceof IncompleteAnswer)
    return { text: error.message, advice: later, answered: true }
  const failure = describeAwsFailure(error)
  if (!failure) return { ...describeNetworkFailure(error), answered: false }
  const text = `AWS answered ${failure.status} ${failure.name}: ${failure.message}`
  return { text, advice: later, answered: true }
}

/**
 * The Problem (exit code 69) for a request without a usable answer; `error` itself if it is a Problem. `doing` says
 * what was tried, such as "get …".
 */
export function unreachable(doing: string, error: unknown): Problem {
  if (error instanceof Problem) return error
  const { text, advice, answered } = explainFailure(error)
  const message = answered ? `Could not ${doing}.` : `Could not ${doing}: AWS cannot be reached.`
  return new Problem(exitCode.unreachable, message, text, advice)
}
