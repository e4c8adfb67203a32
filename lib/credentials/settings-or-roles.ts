import { Aws } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { readPersonalConfig } from '../aws-config/personal-files.ts'
import { cacheDirectory, type Environment, type Places } from '../files/user-paths.ts'
import type { AccountPlace } from '../layout/layout.ts'
import type { ProjectReading } from '../layout/read.ts'
import { requireProjectSettings, requireSettings } from '../layout/require.ts'
import type { Settings } from '../project/settings.ts'
import { findToken, isUsable } from '../session/find-token.ts'
import { findSession } from '../session/session.ts'
import { asProblem } from '../text/attempt.ts'
import { Problem } from '../text/problem.ts'

interface Context {
  reading: ProjectReading
  places: Places
  env: Environment
}

/**
 * As `requireSettings`. If the files name no valid role, the Problem also lists the person's roles in the account, but
 * only if that needs no login.
 */
export async function requireSettingsOrRoles(
  context: Context,
  own: AccountPlace,
): Promise<Settings> {
  const { reading, env } = context
  try {
    return requireSettings(reading, own, env.TFSSO_ROLE)
  } catch (error) {
    const { code, message, advice } = asProblem(error)
    const roles = own.role === undefined ? await findHeldRoles(context, own.name) : undefined
    if (!roles?.length) throw error
    throw new Problem(code, message, ...advice, `Your roles in ${own.name}: ${roles.join(', ')}.`)
  }
}

/**
 * If there is a usable token, asks AWS for the roles. Otherwise reads the stored list (`readHeld`). undefined if the
 * roles can't be found out.
 */
async function findHeldRoles(
  { reading, places, env }: Context,
  name: string,
): Promise<string[] | undefined> {
  const accountId = reading.accounts.find((account) => account.name === name)?.accountId
  if (accountId === undefined) return undefined
  try {
    const { sso, project } = requireProjectSettings(reading)
    const config = readPersonalConfig(places)
    const session = findSession(sso, project, config, places, env)
    const clock = new AwsClock(cacheDirectory(places))
    const token = findToken({ session, clock })
    if (!token || !isUsable(token, { clock })) {
      const { readHeld } = await import('./held.ts')
      const held = readHeld(places, session, Date.now())
      return held?.find((one) => one.accountId === accountId)?.roles
    }
    const { listRoles } = await import('./portal.ts')
    const aws = new Aws(session.region, clock, { hurry: true, env })
    return await listRoles(aws, token, { account: name, accountId })
  } catch {
    return undefined // The message is good enough without the roles.
  }
}
