import { Aws } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { readPersonalConfig } from '../aws-config/personal-files.ts'
import type { AwsSection } from '../aws-config/sections.ts'
import { requireSettingsOrRoles } from '../credentials/settings-or-roles.ts'
import { cacheDirectory, type Environment, findPlaces, type Places } from '../files/user-paths.ts'
import { requireProject } from '../layout/find.ts'
import type { Purpose, ReadLayer } from '../layout/layout.ts'
import { newSources, type ProjectReading, readProject } from '../layout/read.ts'
import { requireProjectSettings } from '../layout/require.ts'
import type { NamedPortal } from '../project/profile-target.ts'
import type { ProjectSettings, Settings } from '../project/settings.ts'
import { portalSessions } from '../session/portal-sessions.ts'
import { findSession, type Session } from '../session/session.ts'

export interface ProjectContext {
  env: Environment
  places: Places
  directory: string
  /** in a layer, with the portal and region of the layer's own account */
  project: ProjectSettings
  reading: ProjectReading
  /** at the project's portal; in a layer, at the portal of the layer's own account */
  session: Session
  /** the session for an account or profile, which can be at another portal */
  sessionOf: (target: { portal?: NamedPortal | undefined }) => Session
  clock: AwsClock
  aws: Aws
}

export interface CommandContext extends ProjectContext {
  /** undefined outside a layer, and if the layer's account is undecided (`reading.undecided`) */
  layer: (ReadLayer & { settings: Settings }) | undefined
}

export type LoginContext = Pick<ProjectContext, 'env' | 'places' | 'session' | 'clock' | 'aws'>

/**
 * With the purpose `own`, reads only the layer's own account. Problem (exit code 78) outside a project, for wrong
 * settings, or if AWS SSO is switched off. If tfsso can find the person's roles without a login, the Problem for a
 * missing role lists them (`requireSettingsOrRoles`).
 */
export async function findContext(
  directory: string,
  env: Environment,
  purpose: Extract<Purpose, 'own' | 'run'>,
): Promise<CommandContext> {
  const context = await findProjectContext(directory, env, purpose)
  const { layer } = context.reading
  const settings = layer && (await requireSettingsOrRoles(context, layer.own))
  return { ...context, layer: layer && settings && { ...layer, settings } }
}

/**
 * For a command that does not depend on the layer's account and role. Problem (exit code 78) as for `findContext`, but
 * not for mistakes in these two.
 */
export async function findProjectContext(
  directory: string,
  env: Environment,
  purpose: Extract<Purpose, 'own' | 'run'>,
): Promise<ProjectContext> {
  const places = findPlaces(env)
  const found = requireProject(directory, env)
  // the tool that `tfsso status` chose (libexec/status.sh), for messages
  const tool = env.TFSSO_STATUS_TOOL === 'tofu' ? 'tofu' : undefined
  const reading = await readProject(found, purpose, newSources(cacheDirectory(places, 'parsed')), {
    env,
    tool,
  })
  const project = requireProjectSettings(reading)
  const own = readPersonalConfig(places)
  const login = loginContext(env, places, own, { name: project.project, ...project.sso })
  const sessionOf = portalSessions(login.session, own, places)
  return { ...login, directory: found.root, project, reading, sessionOf }
}

/** `own`: the sections of the person's AWS config */
export function loginContext(
  env: Environment,
  places: Places,
  own: readonly AwsSection[],
  portal: NamedPortal,
): LoginContext {
  const session = findSession(portal, portal.name, own, places, env)
  const clock = new AwsClock(cacheDirectory(places))
  return { env, places, session, clock, aws: new Aws(session.region, clock, { env }) }
}
