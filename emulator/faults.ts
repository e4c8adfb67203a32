import { AwsError, type ErrorRenderer } from './aws-error.ts'
import type { Answer } from './http-message.ts'

export interface FaultRule {
  /** Such as `CreateToken` or `CreateToken:refresh_token`; `*` for any operation. */
  operation: string
  /** Default 1. */
  times?: number
  /**
   * Without `body`, the answer is the usual error for this status, in the service's format. If `usualErrors` lacks this
   * status, the body is empty.
   */
  status?: number
  body?: string
  headers?: Record<string, string>
  /** Wait this long before anything else, ms. */
  delayMs?: number
  /** Don't carry out the request, but reset the connection. */
  reset?: boolean
  /** Don't carry out the request, and never answer. */
  hang?: boolean
  /** Carry out the request, but cut the connection in the middle of the answer. */
  truncate?: boolean
  /** Carry out the request, but never send the second half of the answer. */
  stall?: boolean
  /** Change these fields of the JSON answer and of its inner objects; null removes a field. */
  fields?: Record<string, unknown>
}

export class Faults {
  readonly #waiting: { rule: FaultRule; left: number }[] = []

  add(rule: FaultRule): void {
    this.#waiting.push({ rule, left: rule.times ?? 1 })
  }

  /** The oldest fault that still applies to these operation names. Counts one use of it. */
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

/** Undefined if the fault describes no answer. */
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

export function changeFields(answer: Answer, { fields }: Pick<FaultRule, 'fields'>): Answer {
  if (!fields) return answer
  const body = JSON.stringify(JSON.parse(answer.body.toString()), (key, value) => {
    if (!(key in fields)) return value
    return fields[key] ?? undefined
  })
  return { ...answer, body }
}
