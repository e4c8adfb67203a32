import { temporary } from '../rig/install.ts'
import type { Start } from '../rig/stand-in.ts'
import type { Outcome, RunOptions, World } from '../rig/world.ts'

/**
 * Starts one outer run. Inside it, sh scripts run one after the other, each with the environment of the outer run.
 * Returns how the outer run ended. For each script, returns the last start of the stand-in for terraform, or undefined
 * if the script has not started it.
 */
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
