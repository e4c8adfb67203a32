import type { AwsClock } from '../aws/clock.ts'
import { remainingMs, type Token } from '../session/token.ts'
import { formatDuration, formatMoment } from '../text/time.ts'

/** for a person, by the local clock: "until 12:34 (60 min), renewed automatically …" */
export function describeLife(token: Token, clock: AwsClock): string {
  const until = formatMoment(clock.toLocal(Date.parse(token.expiresAt)), Date.now())
  const renewed = token.refreshToken ? ', renewed automatically until the AWS session ends' : ''
  return `until ${until} (${formatDuration(remainingMs(token, clock.now()))})${renewed}`
}
