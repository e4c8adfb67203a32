import { pruneGrants } from '../grant/store.ts'
import { findToken, obtainToken } from '../session/login.ts'
import { whyNobodyIsThere } from '../session/person.ts'
import { remainingMs } from '../session/token.ts'
import { formatDuration, formatMoment } from '../support/time.ts'
import { findContext } from './context.ts'

export interface LoginOptions {
  /** log in even if there is a session */
  force: boolean
  /** open a browser here */
  browser: boolean
}

/** `tfsso login`: makes sure of a session for the project that we are in. */
export async function login({ force, browser }: LoginOptions): Promise<number> {
  const context = await findContext(process.cwd(), process.env)
  const { session, clock, places, env } = context
  const terminal = Boolean(process.stdin.isTTY || process.stderr.isTTY)
  const noLogin = whyNobodyIsThere(env, terminal)
  const before = findToken(context)
  const token = await obtainToken({ ...context, noLogin, force, browser })
  pruneGrants(places, Date.now())
  const left = remainingMs(token, clock.now())
  const until = formatMoment(clock.toLocal(Date.parse(token.expiresAt)), Date.now())
  const what = before?.accessToken === token.accessToken ? 'already logged in' : 'logged in'
  process.stderr.write(
    `tfsso: ${what} at ${session.startUrl}, until ${until} (${formatDuration(left)})` +
      `${token.refreshToken ? ', renewed by itself while the AWS session lasts' : ''}.\n`,
  )
  return 0
}
