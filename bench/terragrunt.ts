import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { findTerragrunt, writeUnits } from '../test/rig/terragrunt.ts'
import { measure, type Subject } from './measure.ts'
import type { BenchWorld } from './world.ts'

/** In all accounts together. */
export const unitCount = 20

/**
 * Median times of warm runs of `terragrunt run --all plan`, in ms; zeros without Terragrunt. For `unitsBare` a script
 * in tfsso's place prints the credentials from a file, so the runs differ only in tfsso's work.
 */
export async function measureUnits({ world, env }: BenchWorld, rounds: number) {
  const real = findTerragrunt()
  if (!real) return { unitsShim: 0, unitsBare: 0 }
  const units = writeUnits(world, world.accounts, unitCount)
  const tool = path.basename(real.runs)
  const shims = `${world.prefix}/shims`
  const named = {
    ...{ TFSSO_TERRAGRUNT: real.terragrunt, TG_TF_PATH: `${shims}/${tool}` },
    [`TFSSO_${tool.toUpperCase()}`]: real.runs,
  }
  const ready = path.join(world.root, 'ready')
  fs.mkdirSync(ready)
  for (const [index, { name }] of world.accounts.entries()) {
    const { stdout } = await execa(`${world.prefix}/bin/tfsso`, ['env', '--terragrunt'], {
      ...{ cwd: units[index] ?? '', env: { ...env, ...named }, extendEnv: false },
    })
    fs.writeFileSync(path.join(ready, name), stdout)
  }
  const asked = path.join(ready, 'ask')
  fs.writeFileSync(
    asked,
    `#!/bin/sh\nset -- "\${PWD#"${world.project}/"}"\nexec cat "${ready}/\${1%%/*}"\n`,
    { mode: 0o755 },
  )
  const run = (file: string, more: Record<string, string>, command: string[]): Subject => ({
    ...{ file, cwd: world.project, env: { ...env, ...more } },
    args: ['run', '--all', '--non-interactive', '--', ...command],
  })
  const bare = { TG_TF_PATH: real.runs, TG_AUTH_PROVIDER_CMD: `"${asked}"` }
  await measure({ apply: run(`${shims}/terragrunt`, named, ['apply', '-auto-approve']) }, 0)
  return await measure(
    {
      unitsShim: run(`${shims}/terragrunt`, named, ['plan']),
      unitsBare: run(real.terragrunt, bare, ['plan']),
    },
    rounds,
  )
}
