import { isAccepted } from '../../credentials/portal.ts'
import { pruneGrants } from '../../grant/store.ts'
import { describeLife } from '../../login/life.ts'
import { obtainToken, type TokenRequest } from '../../login/obtain-token.ts'
import { findStoredTokens, findToken } from '../../session/find-token.ts'
import type { Token } from '../../session/token.ts'
import { debug } from '../../terminal/debug.ts'
import { tell } from '../../terminal/say.ts'
import type { LoginContext } from '../context.ts'

export interface LoginHow {
  /** log in even if there is a session */
  force: boolean
  browser: boolean
  device: boolean
  qr?: boolean
  /** why tfsso refuses to log in; undefined if it doesn't */
  noLogin: string | undefined
}

/**
 * Makes sure that there is a session that AWS accepts, by a refresh or a login if necessary. If the session is in the
 * AWS config, makes sure that other tools can use it, too. But if no login is possible, any token of the portal is
 * enough.
 */
export async function logIn(context: LoginContext, how: LoginHow): Promise<void> {
  const { session, clock, places } = context
  const ownOnly = session.inConfig && how.noLogin === undefined
  const before = findToken({ ...context, ownOnly })
  const token = await obtainAcceptedToken({ ...context, ...how, ownOnly, isTold: true })
  pruneGrants(places)
  const what = before?.accessToken === token.accessToken ? 'already logged in' : 'logged in'
  tell(`${what} at ${session.startUrl}, ${describeLife(token, clock)}.`)
}

/**
 * AWS could have ended a stored token early, so tfsso asks AWS. If AWS refuses the token, tfsso refreshes it. If that
 * does not help, the person logs in.
 */
async function obtainAcceptedToken(request: TokenRequest): Promise<Token> {
  // Each login registers a new client. So a token with a new client comes from a login just now: don't ask AWS.
  const clients = findStoredTokens(request).map(({ token }) => token.clientId)
  const rejected: string[] = []
  for (;;) {
    const token = await obtainToken({ ...request, rejected })
    if (!clients.includes(token.clientId) || (await isAccepted(request, token))) return token
    debug('AWS refuses the access token')
    rejected.push(token.accessToken)
  }
}
