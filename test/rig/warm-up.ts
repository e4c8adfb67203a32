import { makeGrant } from '../../lib/grant/make.ts'
import type { World } from './world.ts'

/** The runs for which the grant is made. */
interface Runs {
  tool?: 'terraform' | 'tofu'
  /** variables to add to those of the world */
  env?: Record<string, string | undefined>
}

/**
 * Gives a layer a good grant, as a first run would. This starts no program: the test's process calls the code that the
 * shim calls in node. The world needs a session (`World.logIn`).
 */
export async function warmUp(
  world: World,
  layer: string,
  { tool = world.command, env = {} }: Runs = {},
): Promise<void> {
  await makeGrant({
    ...{ tool, mode: 'full', directory: layer, prefix: world.prefix, env: world.env(env) },
    noLogin: 'warmUp asks nobody',
  })
}
