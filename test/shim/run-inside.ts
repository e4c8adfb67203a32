import { temporary } from '../rig/install.ts'
import type { Start } from '../rig/stand-in.ts'
import type { Outcome, RunOptions, World } from '../rig/world.ts'

/** Runs sh scripts inside one outer run. `inner`: for each script, the last start of the stand-in, or undefined. */
export async function runInside(
  world: World,
  args: string[],
  scripts: string[],
  { env, ...options }: RunOptions,
): Promise<Outcome & { inner: (Start | undefined)[] }> {
  const starts = scripts.map(() => temporary('tfsso-starts-'))
  const lines = scripts.map((script, i) => `(export STANDIN_STARTS='${starts[i]}'\n${script}\n)\n`)
  const outcome = await world.terraform(args, {
    ...options,
    env: { ...env, STANDIN_RUN: lines.join('') },
  })
  return { ...outcome, inner: starts.map((at) => world.startsIn(at).at(-1)) }
}
