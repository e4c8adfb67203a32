import type { GrantMode } from '../../lib/grant/coverage.ts'
import { makeGrant } from '../../lib/grant/make.ts'
import type { World } from './world.ts'

/** How the runs that use the grant will be started. */
interface Runs {
  tool?: 'terraform' | 'tofu'
  mode?: GrantMode
  /** variables to add to those of the world */
  env?: Record<string, string | undefined>
}

/**
 * Gives layers good grants, as a first run in each would. It starts no program: this process calls the code that the
 * shim calls in node. The world needs a session (`World.logIn`).
 */
export async function warmUp(
  world: World,
  layers: string[],
  { tool = world.command, mode = 'full', env = {} }: Runs = {},
): Promise<void> {
  const whole = world.env(env)
  for (const directory of layers)
    await makeGrant({
      ...{ tool, mode, directory, prefix: world.prefix, env: whole },
      noLogin: 'warmUp asks nobody',
    })
}
