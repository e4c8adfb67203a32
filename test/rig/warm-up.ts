import { makeGrant } from '../../lib/grant/make.ts'
import type { World } from './world.ts'

interface Runs {
  tool?: 'terraform' | 'tofu'
  /** added to the world's variables */
  env?: Record<string, string | undefined>
}

/** Gives a layer a good grant without starting a program. Needs a session (`World.logIn`). */
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
