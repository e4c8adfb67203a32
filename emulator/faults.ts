import { AwsError, type ErrorRenderer } from './aws-error.ts'
import type { Answer } from './http-message.ts'

/** A fault: what goes wrong in the next requests for an operation. */
export interface FaultRule {
  /** The operation, if necessary with a grant type (`CreateToken:refresh_token`), or `*` for any operation. */
  operation: string
  /** How many requests, default 1. */
  times?: number
  /**
   * Answer with this status. Without `body`, the answer is the error that `usualErrors` has for this status, in the
   * service's format. The answer is empty if `usualErrors` has no such error.
   */
  status?: number
  body?: string
  headers?: Record<string, string>
  /** Wait this long first (ms). */
  delayMs?: number
  /** Cut the connection instead of answering. */
  reset?: boolean
  /** Never answer. */
  hang?: boolean
  /** Carry out the request, but cut the connection in the middle of the answer. */
  truncate?: boolean
  /** Carry out the request, but never send the second half of the answer. */
  stall?: boolean
  /**
   * Carry out the request, but change these fields of the JSON answer and of its inner objects; null removes a field.
   */
  fields?: Record<string, unknown>
}

/** The faults that a test has added, oldest first. */
export class Faults {
  readonly #waiting: { rule: FaultRule; left: number }[] = []

  add(rule: FaultRule): void {
    this.#waiting.push({ rule, left: rule.times ?? 1 })
  }

  /**
   * Finds the oldest fault that still applies to a request with these operation names, and counts one use of it.
   * Returns undefined if there is none.
   */
  take(names: readonly string[]): FaultRule | undefined {
    const fault = this.#waiting.find(
      ({ rule, left }) => left > 0 && (rule.operation === '*' || names.includes(rule.operation)),
    )
    if (!fault) return undefined
    fault.left -= 1
    return fault.rule
  }
}

const usualErrors: Record<number, [code: string, message: string]> = {
  429: ['TooManyRequestsException', 'HTTP 429 Too Many Requests'],
  500: ['InternalServerException', 'Internal server error'],
  503: ['ServiceUnavailableException', 'Service is unavailable'],
}

/** The answer that a fault describes; undefined if it describes none. */
export function faultAnswer(rule: FaultRule, render: ErrorRenderer): Answer | undefined {
  if (rule.status === undefined && rule.body === undefined) return undefined
  const status = rule.status ?? 200
  const usual = rule.body === undefined ? usualErrors[status] : undefined
  if (usual) {
    const answer = render(new AwsError(status, ...usual), 'fault')
    return { ...answer, headers: { ...answer.headers, ...rule.headers } }
  }
  return { status, headers: { ...rule.headers }, body: rule.body ?? '' }
}

/** The answer after a fault has changed its fields, including fields of inner objects. */
export function changeFields(answer: Answer, { fields }: Pick<FaultRule, 'fields'>): Answer {
  if (!fields) return answer
  const body = JSON.stringify(JSON.parse(answer.body.toString()), (key, value) => {
    if (!(key in fields)) return value
    return fields[key] ?? undefined
  })
  return { ...answer, body }
}
