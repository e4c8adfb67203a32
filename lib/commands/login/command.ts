import { isAccepted } from '../../credentials/portal.ts'
import { pruneGrants } from '../../grant/store.ts'
import { obtainToken, type TokenRequest } from '../../login/obtain-token.ts'
import { whyLoginIsRefused } from '../../login/person.ts'
import { findStoredTokens, findToken } from '../../session/find-token.ts'
import { remainingMs, type Token } from '../../session/token.ts'
import { debug } from '../../terminal/debug.ts'
import { exitCode, Problem } from '../../text/problem.ts'
import { formatDuration, formatMoment } from '../../text/time.ts'
import { type CommandContext, findContext } from '../context.ts'

export interface LoginOptions {
  /** log in even if there is a session */
  force: boolean
  /** open a browser here */
  browser: boolean
  /** log in by device authorization, whatever else could be had */
  device: boolean
  /** fetch the credentials of every account of the project, too */
  all: boolean
  /** print what `all` has got */
  json: boolean
}

/** `tfsso login`: makes sure of a session for the project that we are in. */
export async function login({ force, all, json, ...how }: LoginOptions): Promise<number> {
  if (json && !all) {
    const message = '--json goes with --all only.'
    throw new Problem(exitCode.failure, message, 'For the session: tfsso status --json')
  }
  const noLogin = whyLoginIsRefused(process.env)
  const context = await findContext(process.cwd(), process.env, all ? 'run' : 'own')
  await logIn(context, { force, ...how, noLogin })
  if (!all) return 0
  // The credentials that are stored are another session's after a new login, so --force needs no more.
  const { obtainForAll } = await import('./all.ts')
  return await obtainForAll(context, { ...how, json, noLogin })
}

/** The same where it is known whether a person is there: `noLogin` says why not. */
export async function logIn(
  context: CommandContext,
  how: Pick<LoginOptions, 'force' | 'browser' | 'device'> & { noLogin: string | undefined },
): Promise<void> {
  const { session, clock, places } = context
  const before = findToken(context)
  const token = await obtainAcceptedToken({ ...context, ...how })
  pruneGrants(places, Date.now())
  const left = remainingMs(token, clock.now())
  const until = formatMoment(clock.toLocal(Date.parse(token.expiresAt)), Date.now())
  const what = before?.accessToken === token.accessToken ? 'already logged in' : 'logged in'
  process.stderr.write(
    `tfsso: ${what} at ${session.startUrl}, until ${until} (${formatDuration(left)})` +
      `${token.refreshToken ? ', renewed by itself while the AWS session lasts' : ''}.\n`,
  )
}

/**
 * A token that AWS takes. One that was there may be dead at AWS however long it lives by its date, so AWS is asked; what
 * was refreshed instead is asked about as well, and then there is a login.
 */
async function obtainAcceptedToken(request: TokenRequest): Promise<Token> {
  // A login registers a client of its own.
  const clients = findStoredTokens(request).map(({ token }) => token.clientId)
  const rejected: string[] = []
  for (;;) {
    const token = await obtainToken({ ...request, rejected, noRefresh: rejected.length > 1 })
    if (!clients.includes(token.clientId) || (await isAccepted(request, token))) return token
    debug('AWS refuses the access token')
    rejected.push(token.accessToken)
  }
}
