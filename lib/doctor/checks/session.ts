import type { Session } from '../../session/session.ts'
import { isRefreshable, remainingMs, sessionState, type Token } from '../../session/token.ts'
import { formatDuration, formatMoment } from '../../text/time.ts'
import { broken, type Finding, ok, warning } from '../finding.ts'

export interface SessionFacts {
  session: Pick<Session, 'name' | 'startUrl' | 'tokenFile'>
  token: Token | undefined
  /** whether the token's file exists; its content can be invalid */
  fileThere: boolean
  /** AWS refused the token (401), although it has not expired by its own date */
  refused: boolean
  /** the present time on AWS's clock and on ours, ms since 1970 */
  awsNowMs: number
  nowMs: number
}

const login = 'Run `tfsso login`, or just the next `terraform plan` in a terminal.'

export function checkSession(facts: SessionFacts): Finding {
  const { session, token, fileThere, refused, awsNowMs, nowMs } = facts
  const check = 'session'
  const { name, startUrl, tokenFile } = session
  const which = `The session ${name} at ${startUrl}`
  if (!token && fileThere) {
    const message = `${which}: ${tokenFile} contains no valid token for it.`
    return warning(check, message, [`A login replaces the file. ${login}`], name)
  }
  switch (sessionState(token, awsNowMs)) {
    case 'none':
      return warning(check, `${which} is not active: there was none, or it expired.`, [login], name)
    case 'refreshable':
      return ok(check, `${which} has expired; the next command renews it.`, name)
    case 'valid': {
      if (refused) {
        const message = `${which} has not expired, but AWS refuses it.`
        if (!token || !isRefreshable(token, awsNowMs)) return broken(check, message, [login], name)
        const renewal = `${message} The next command tries to renew it.`
        return warning(check, renewal, [`If that fails: ${login}`], name)
      }
      const left = token ? remainingMs(token, awsNowMs) : 0
      const until = `${formatMoment(nowMs + left, nowMs)} (in ${formatDuration(left)})`
      return ok(check, `${which} is valid until ${until}.`, name)
    }
  }
}
