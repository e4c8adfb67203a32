import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { listing } from '../install/rig.ts'
import { copyInstallation } from '../rig/install.ts'
import { makeWorld } from '../rig/world.ts'

test('no command writes anything into the installation', async (t) => {
  const prefix = copyInstallation()
  const before = listing(prefix)
  const world = await makeWorld(t, { prefix })
  const layer = world.layer('apps-prd/us-east-1/base-network')
  const cwd = { cwd: layer }
  const cache = path.join(world.home, '.cache')
  const fresh = () => fs.rmSync(cache, { recursive: true })
  const good = async (run: Promise<{ exitCode: number | undefined; stderr?: string }>) => {
    const { exitCode, stderr } = await run
    t.is(exitCode, 0, stderr)
  }

  await good(world.inTerminal('terraform plan', cwd)) // this run logs in
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  await good(world.terraform(['plan'], cwd)) // this run uses the stored grant
  await good(world.shim('tofu', ['plan'], cwd))
  await good(world.terraform(['fmt'], cwd))
  const { AWS_CONFIG_FILE = '' } = world.starts()[0]?.env ?? {}
  const process = fs
    .readFileSync(AWS_CONFIG_FILE, 'utf8')
    .match(/^credential_process = (.+)$/m)?.[1]
  t.truthy(process)
  await good(world.run('sh', ['-c', String(process)]))
  fresh()
  await good(world.run('sh', ['-c', String(process)])) // without the cache, node must fetch the credentials
  fresh()
  await good(world.tfsso(['exec', '--', 'true'], cwd))
  for (const line of [
    'env',
    'env --json',
    'which',
    'status',
    'status --json',
    'configure --yes',
    'login',
  ])
    await good(world.tfsso(line.split(' '), cwd))
  await good(world.tfsso(['exec', '--account', 'shared', '--', 'true'], cwd))
  for (const line of ['--version', '--help', 'setup --help', 'setup --dry-run', 'logout'])
    await good(world.tfsso(line.split(' '), cwd))
  t.is((await world.terraform(['plan'], cwd)).exitCode, 77)

  t.deepEqual(listing(prefix), before)
})
