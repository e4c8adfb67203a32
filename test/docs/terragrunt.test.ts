import path from 'node:path'
import test from 'ava'
import { placeTerragruntStandIn, writeUnits } from '../rig/terragrunt.ts'
import { makeWorld } from '../rig/world.ts'
import { fencedBlocks } from './fenced.ts'

test('both command lines in docs/terragrunt.md run each unit in its own account', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const units = writeUnits(world, world.accounts, 3)
  placeTerragruntStandIn(path.join(world.root, 'real bin/terragrunt'), units)
  const lines = fencedBlocks('docs/terragrunt.md', 'sh')
  t.is(lines.length, 2)
  for (const [i, line] of lines.entries()) {
    const { exitCode, stdout, stderr } = await world.run('sh', ['-c', line])
    t.deepEqual([exitCode, stdout, stderr], [0, '', ''])
    const plans = world.starts().filter(({ args }) => args.includes('plan'))
    t.deepEqual(
      plans
        .slice(i * units.length)
        .map(({ cwd, env }) => `${cwd} ${world.identity(env)}`)
        .sort(),
      units.map((unit, n) => `${unit} ${world.accounts[n]?.id} ${world.accounts[n]?.role}`).sort(),
    )
  }
})
