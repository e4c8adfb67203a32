import { Aws } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { parseAwsConfig } from '../aws-config/sections.ts'
import { readIfThere } from '../files/read.ts'
import { cacheDirectory, type Environment, findPlaces, type Places } from '../files/user-paths.ts'
import { requireProject } from '../layout/find.ts'
import type { Purpose, ReadLayer } from '../layout/layout.ts'
import { type ProjectReading, readProject } from '../layout/read.ts'
import { requireProjectSettings, requireSettings } from '../layout/require.ts'
import { Inputs } from '../project/inputs.ts'
import { ParsedCache } from '../project/parsed.ts'
import type { NamedPortal } from '../project/profile-target.ts'
import type { ProjectSettings, Settings } from '../project/settings.ts'
import { portalSessions } from '../session/portal-sessions.ts'
import { findSession, type Session } from '../session/session.ts'

/** The project and layer that a tfsso command runs in, and their session. */
export interface CommandContext {
  env: Environment
  places: Places
  /** the project's directory */
  directory: string
  /** the settings in the project's files */
  project: ProjectSettings
  /** undefined outside a layer */
  layer: (ReadLayer & { settings: Settings }) | undefined
  /** everything that was read of the project: its accounts, and the problems with them */
  reading: ProjectReading
  session: Session
  /** gives the session of an account or profile, which may belong to another portal */
  sessionOf: (target: { portal?: NamedPortal | undefined }) => Session
  clock: AwsClock
  aws: Aws
}

/** The part of the context that a login needs. */
export type LoginContext = Pick<CommandContext, 'env' | 'places' | 'session' | 'clock' | 'aws'>

/**
 * Finds the project and layer of the current directory. With the purpose `own` the other accounts are left out. Problem
 * (78) outside a project, for wrong settings, or if SSO is switched off.
 */
export async function findContext(
  directory: string,
  env: Environment,
  purpose: Extract<Purpose, 'own' | 'run'>,
): Promise<CommandContext> {
  const places = findPlaces(env)
  const found = requireProject(directory, env)
  const cache = new ParsedCache(cacheDirectory(places, 'parsed'))
  const reading = await readProject(found, purpose, { inputs: new Inputs(), cache }, { env })
  const project = requireProjectSettings(reading)
  const { layer } = reading
  const settings = layer && requireSettings(reading, layer.own, env.TFSSO_ROLE)

  const own = parseAwsConfig(readIfThere(places.awsConfig)?.toString('utf8') ?? '')
  const session = findSession(project.sso, project.project, own, places, env)
  const clock = new AwsClock(cacheDirectory(places))
  return {
    env,
    places,
    directory: found.root,
    project,
    layer: layer && settings && { ...layer, settings },
    reading,
    session,
    sessionOf: portalSessions(session, own, places),
    clock,
    aws: new Aws(session.region, clock),
  }
}
