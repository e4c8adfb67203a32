import { describeNetworkFailure } from '../../aws/network-failure.ts'
import { broken, type Finding, ok, warning } from '../finding.ts'

export type ServiceName = 'oidc' | 'portal'

export interface AnswerFacts {
  service: ServiceName
  host: string
  /** the name and status of the answer, usually of an error */
  answer?: { name: string; status: number } | undefined
  /** what the request threw, if no answer came */
  error?: unknown
}

const inWords: Record<ServiceName, string> = {
  oidc: 'SSO OIDC (logins)',
  portal: 'The access portal (credentials)',
}

/** The SDK's names for an error answer without an error type of AWS. */
const unnamed = new Set(['Unknown', 'UnknownError'])

/** Whether there is an answer, and AWS gave it. A proxy can answer in place of AWS. */
export function isAnswerOfAws({ answer }: AnswerFacts): boolean {
  return answer !== undefined && !unnamed.has(answer.name)
}

export function checkAnswer({ service, host, answer, error }: AnswerFacts): Finding {
  const what = `${inWords[service]} at ${host}`
  if (!answer) {
    const { kind, text, advice } = describeNetworkFailure(error)
    return broken(service, `${what} cannot be reached (${kind}): ${text}`, [advice], kind)
  }
  const { name, status } = answer
  if (status >= 500) {
    const advice = [
      'Run `tfsso doctor` again later; https://health.aws.amazon.com shows the state of AWS.',
    ]
    return warning(service, `${what} answers ${status} ${name}.`, advice, host)
  }
  if (!unnamed.has(name)) return ok(service, `${what} answers.`, host)
  const advice = [
    'A proxy, a firewall, or a network that requires a login might have replied instead: open the host in a browser.',
  ]
  const message = `What answers at ${host} is not AWS: ${status}, ${name}.`
  return broken(service, message, advice, host)
}

/** AWS refuses a signature if the clock is further off than this (IAM User Guide, «Elements of an AWS API request»). */
const signatureMs = 5 * 60_000

/** `offsetMs`: more than 0 if our clock is behind AWS's, undefined if AWS gave no answer. */
export function checkClock(offsetMs: number | undefined): Finding[] {
  if (offsetMs === undefined) return []
  if (offsetMs === 0) return [ok('clock', "The clock agrees with AWS's.")]
  const seconds = Math.round(Math.abs(offsetMs) / 1000)
  const span = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
  const message = `The clock is ${span} ${offsetMs > 0 ? 'behind' : 'ahead of'} AWS's.`
  const set =
    'Set the clock with NTP (Linux: timedatectl set-ntp true; macOS: Date & Time settings; WSL: wsl --shutdown).'
  if (Math.abs(offsetMs) < signatureMs)
    return [warning('clock', message, ['tfsso takes the difference into account.', set])]
  return [
    broken('clock', message, [
      set,
      "tfsso takes the difference into account, but AWS refuses terraform's requests if the clock is more than 5 minutes off.",
    ]),
  ]
}
