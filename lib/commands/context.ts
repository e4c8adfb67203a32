import path from 'node:path'
import { Aws } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { parseAwsConfig } from '../aws-config/sections.ts'
import { readIfThere } from '../files/files.ts'
import { cacheDirectory, type Environment, findPlaces, type Places } from '../files/user-paths.ts'
import { Inputs } from '../project/inputs.ts'
import { findLayer, findProjectOf, type Layer } from '../project/layer.ts'
import { ParsedCache } from '../project/parsed.ts'
import { ProjectReader, withRole } from '../project/project.ts'
import {
  type ProjectSettings,
  resolveProjectSettings,
  resolveSettings,
  type Settings,
  ssoEnabled,
} from '../project/settings.ts'
import { TfvarsReader } from '../project/tfvars.ts'
import { findSession, type Session } from '../session/session.ts'
import { misconfigured } from '../text/problem.ts'

/** Where a command of ours runs, and whose session that means. */
export interface CommandContext {
  env: Environment
  places: Places
  /** the project's directory */
  directory: string
  /** what the project's tfvars say */
  project: ProjectSettings
  /** undefined outside a layer */
  layer: { at: Layer; settings: Settings } | undefined
  session: Session
  clock: AwsClock
  aws: Aws
}

/** Finds out where we are. Problem (78) outside a project, for wrong tfvars, or with SSO switched off. */
export async function findContext(directory: string, env: Environment): Promise<CommandContext> {
  const places = findPlaces(env)
  const project = findProjectOf(directory)
  if (project === undefined) {
    throw misconfigured(
      `${directory} is in no project: there is no config/common.tfvars in it or above it.`,
      'Go to a directory of your project and run the command again.',
    )
  }
  const cache = new ParsedCache(cacheDirectory(places, 'parsed'))
  const inputs = new Inputs()
  const files = inputs.glob(path.join(project, 'config'), '.tfvars')
  const tfvars = await new TfvarsReader(inputs, cache).readAll(files)
  if (!ssoEnabled(tfvars)) {
    throw misconfigured(
      `${path.join(project, 'config/common.tfvars')}: sso_enabled is not true, so there is no session.`,
      'Write: sso_enabled = true',
    )
  }
  const settings = resolveProjectSettings(tfvars)
  const own = parseAwsConfig(readIfThere(places.awsConfig)?.toString('utf8') ?? '')
  const session = findSession(settings.sso, settings.project, own, places, env)
  const clock = new AwsClock(cacheDirectory(places))
  const at = findLayer(directory)
  const layer = at && {
    at,
    settings: withRole(
      resolveSettings(await new ProjectReader(at, inputs, cache).tfvars()),
      env.TFSSO_ROLE,
    ),
  }
  const aws = new Aws(session.region, clock)
  return { env, places, directory: project, project: settings, layer, session, clock, aws }
}
