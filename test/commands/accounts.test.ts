import test from 'ava'
import { makeWorld } from '../rig/world.ts'

test('accounts: what is held against what the project names, asked once a day', async (t) => {
  const world = await makeWorld(t)
  const nobody = await world.tfsso(['accounts'])
  t.deepEqual([nobody.exitCode, nobody.stdout], [77, ''])
  await world.logIn()
  world.emulator.settings.accounts.push({ id: '999999999999', name: 'other', roles: ['X', 'Y'] })
  const { exitCode, stdout, stderr } = await world.tfsso(['accounts', '--json'])
  t.deepEqual([exitCode, stderr], [0, ''])
  t.deepEqual(JSON.parse(stdout).roles.map(Object.values), [
    ['apps-prd', '222222222222', 'DevOpsPrd', 'both'],
    ['apps-prd', '222222222222', 'ReadOnly', 'aws'],
    ['security', '333333333333', 'Auditor', 'both'],
    ['shared', '111111111111', 'DevOps', 'both'],
    ['other', '999999999999', 'X', 'aws'],
    ['other', '999999999999', 'Y', 'aws'],
  ])
  const asked = world.emulator.count('ListAccountRoles')
  t.regex(
    (await world.tfsso(['accounts'])).stdout,
    /^other {5}999999999999 {2}X .*does not name it$/m,
  )
  t.is(world.emulator.count('ListAccountRoles'), asked)
  await world.tfsso(['accounts', '--refresh'])
  t.is(world.emulator.count('ListAccountRoles'), 2 * asked)
  t.is((await world.tfsso(['logout'])).exitCode, 0)
  t.is((await world.tfsso(['accounts'])).exitCode, 77, 'a logout forgets it')
})

test('version, -V and --version print the same', async (t) => {
  const world = await makeWorld(t)
  const { stdout } = await world.tfsso(['version'])
  t.regex(stdout, /^\d+\.\d+\.\d+\S*\n$/)
  for (const option of ['-V', '--version']) t.is((await world.tfsso([option])).stdout, stdout)
})
