import { Aws } from '../../aws/clients.ts'
import { findProject } from '../../layout/find.ts'
import { whyLoginIsRefused } from '../../login/person.ts'
import { sameStartUrl } from '../../session/portal.ts'
import { fail, misconfigured } from '../../text/problem.ts'
import { findProjectContext, type ProjectContext } from '../context.ts'
import { logIn } from './one-portal.ts'
import { findPersonalPortal } from './personal-portal.ts'

export interface LoginOptions {
  /** log in even if there is a session */
  force: boolean
  browser: boolean
  /** by device authorization, even if another way is possible */
  device: boolean
  /** like `device`, with the address as a QR code, for a phone */
  qr: boolean
  /** also fetch the credentials of every account */
  all: boolean
  /** the name or start URL of a portal: the project's or, outside a project, the person's */
  portal?: string | undefined
  json: boolean
}

/**
 * `tfsso login`: makes sure that there is a session for the project or, outside a project, at one of the person's
 * portals.
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
  const { obtainForAll } = await import('./all.ts')
  return await obtainForAll(context, { force, ...how, json, noLogin })
}

/** Problem (exit code 78) if the project has no such portal. */
function atPortal(context: ProjectContext, wanted: string): ProjectContext {
  const { reading, project, clock, env } = context
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
  return { ...context, session, aws: new Aws(session.region, clock, { env }) }
}
