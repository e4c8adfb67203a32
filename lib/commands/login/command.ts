import { Aws } from '../../aws/clients.ts'
import { isAccepted } from '../../credentials/portal.ts'
import { pruneGrants } from '../../grant/store.ts'
import { findProject } from '../../layout/find.ts'
import { describeLife } from '../../login/life.ts'
import { obtainToken, type TokenRequest } from '../../login/obtain-token.ts'
import { whyLoginIsRefused } from '../../login/person.ts'
import { findStoredTokens, findToken } from '../../session/find-token.ts'
import { sameStartUrl } from '../../session/portal.ts'
import type { Token } from '../../session/token.ts'
import { debug } from '../../terminal/debug.ts'
import { tell } from '../../terminal/say.ts'
import { fail, misconfigured } from '../../text/problem.ts'
import { findProjectContext, type LoginContext, type ProjectContext } from '../context.ts'
import { findPersonalPortal } from './personal-portal.ts'

export interface LoginOptions {
  /** log in even if there is a session */
  force: boolean
  /** open a browser here */
  browser: boolean
  /** log in by device authorization, even if another way is possible */
  device: boolean
  /** like `device`, but shows the address as a QR code, for a phone */
  qr: boolean
  /** also fetch the credentials of every account of the project */
  all: boolean
  /** the name or start URL of one of the project's portals; outside a project, of one of the person's portals */
  portal?: string | undefined
  /** print the results of `all` as JSON */
  json: boolean
}

/**
 * `tfsso login`: makes sure that there is a session for the current project or, outside a project, at one of the
 * person's portals.
 */
export async function login(options: LoginOptions): Promise<number> {
  const { force, all, json, portal, qr } = options
  const how = qr
    ? { browser: false, device: true, qr }
    : { browser: options.browser, device: options.device }
  if (json && !all) {
    const message = '--json can only be used with --all.'
    throw fail(message, 'To see the session as JSON: tfsso status --json')
  }
  const noLogin = whyLoginIsRefused(process.env)
  if (!all && !findProject(process.cwd())) {
    await logIn(await findPersonalPortal(process.env, portal), { force, ...how, noLogin })
    return 0
  }
  const own = await findProjectContext(process.cwd(), process.env, all ? 'run' : 'own')
  const context = portal === undefined ? own : atPortal(own, portal)
  await logIn(context, { force, ...how, noLogin })
  if (!all) return 0
  // --force need not remove stored credentials: they belong to the old session, so they don't count after the new
  // login.
  const { obtainForAll } = await import('./all.ts')
  return await obtainForAll(context, { ...how, json, noLogin })
}

/** The project's context with another portal's session. Problem (exit code 78) if the project has no such portal. */
function atPortal(context: ProjectContext, wanted: string): ProjectContext {
  const { reading, project, clock } = context
  const own = { name: project.project, ...project.sso }
  const portals = [own, ...reading.places.flatMap(({ portal }) => portal ?? [])]
  const portal = portals.find(
    ({ name, startUrl }) => name === wanted || sameStartUrl(startUrl, wanted),
  )
  if (!portal) {
    const names = [...new Set(portals.map(({ name, startUrl }) => `${name} (${startUrl})`))]
    throw misconfigured(`The project has no portal ${wanted}.`, `It has: ${names.join(', ')}.`)
  }
  const session = context.sessionOf({ portal })
  return { ...context, session, aws: new Aws(session.region, clock) }
}

/**
 * Makes sure that there is a session that AWS accepts, by a refresh or a login if necessary. `noLogin`: why tfsso
 * refuses to log in; undefined if it doesn't.
 */
export async function logIn(
  context: LoginContext,
  how: Pick<LoginOptions, 'force' | 'browser' | 'device'> &
    Partial<Pick<LoginOptions, 'qr'>> & { noLogin: string | undefined },
): Promise<void> {
  const { session, clock, places } = context
  const before = findToken(context)
  const token = await obtainAcceptedToken({ ...context, ...how, isTold: true })
  pruneGrants(places)
  const what = before?.accessToken === token.accessToken ? 'already logged in' : 'logged in'
  tell(`${what} at ${session.startUrl}, ${describeLife(token, clock)}.`)
}

/**
 * A token that AWS accepts. tfsso asks AWS, because AWS could have ended a stored token early. If AWS refuses the
 * token, tfsso refreshes it and asks again. If AWS refuses the refreshed token as well, the person logs in.
 */
async function obtainAcceptedToken(request: TokenRequest): Promise<Token> {
  // Each login registers a new client. So if the token's client is new, the token comes from a login just now: don't
  // ask AWS.
  const clients = findStoredTokens(request).map(({ token }) => token.clientId)
  const rejected: string[] = []
  for (;;) {
    const token = await obtainToken({ ...request, rejected, noRefresh: rejected.length > 1 })
    if (!clients.includes(token.clientId) || (await isAccepted(request, token))) return token
    debug('AWS refuses the access token')
    rejected.push(token.accessToken)
  }
}
