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
  /** log in by device authorization, whatever else could be had */
  device?: boolean
}

/** `tfsso login`: makes sure of a session for the project that we are in. */
export async function login(options: LoginOptions): Promise<number> {
  const terminal = Boolean(process.stdin.isTTY || process.stderr.isTTY)
  await logInHere({ ...options, noLogin: whyNobodyIsThere(process.env, terminal) })
  return 0
}

/** The same where it is known whether a person is there: `noLogin` says why not. */
export async function logInHere({
  force,
  browser,
  device = false,
  noLogin,
}: LoginOptions & { noLogin: string | undefined }): Promise<void> {
  const context = await findContext(process.cwd(), process.env)
  const { session, clock, places } = context
  const before = findToken(context)
  const token = await obtainToken({ ...context, noLogin, force, browser, device })
  pruneGrants(places, Date.now())
  const left = remainingMs(token, clock.now())
  const until = formatMoment(clock.toLocal(Date.parse(token.expiresAt)), Date.now())
  const what = before?.accessToken === token.accessToken ? 'already logged in' : 'logged in'
  process.stderr.write(
    `tfsso: ${what} at ${session.startUrl}, until ${until} (${formatDuration(left)})` +
      `${token.refreshToken ? ', renewed by itself while the AWS session lasts' : ''}.\n`,
  )
}
