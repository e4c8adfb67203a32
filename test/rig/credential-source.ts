import { readPersonalConfig } from '../../lib/aws-config/personal-files.ts'
import { loginContext } from '../../lib/commands/context.ts'
import { CredentialSource } from '../../lib/credentials/obtain.ts'
import type { RoleCredentials } from '../../lib/credentials/store.ts'
import { findPlaces } from '../../lib/files/user-paths.ts'
import type { Role } from '../../lib/project/profile-target.ts'
import { Problem, renderProblem } from '../../lib/text/problem.ts'
import { startUrl } from './project.ts'
import { secretsShown } from './token.ts'
import type { World } from './world.ts'

/** The credentials, or the exit code and message of a Problem. */
export type Obtained =
  | { code: 0; given: RoleCredentials; said: '' }
  | { code: number; given?: undefined; said: string }

/** The context of a login. */
export function contextIn(world: World, change: Record<string, string | undefined> = {}) {
  const env = world.env(change)
  const places = findPlaces(env, world.home)
  const portal = { name: 'bb', startUrl, region: 'us-east-1' }
  return loginContext(env, places, readPersonalConfig(places), portal)
}

/**
 * Obtains role credentials as a first run does, but starts no process, and asks nobody to log in. After a failure, use
 * another world: in this one, later calls fail with the error that the lock has stored. Throws if the message of a
 * Problem contains a secret.
 */
export async function obtainIn(
  world: World,
  change: Record<string, string | undefined> = {},
  { id, role }: { id: string; role: Role } = { id: '222222222222', role: 'DevOpsPrd' },
): Promise<Obtained> {
  const source = new CredentialSource({ ...contextIn(world, change), noLogin: 'this is a test' })
  try {
    const given = await source.get({ account: id, accountId: id, role })
    return { code: 0, given, said: '' }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const said = renderProblem(error)
    if (secretsShown(world, said).length > 0) throw new Error(`a secret is shown: ${said}`)
    return { code: error.code, said }
  }
}
