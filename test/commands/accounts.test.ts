import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { makeWorld } from '../rig/world.ts'

test('tfsso accounts compares the person’s roles with the project’s roles, and a second run asks AWS only with --refresh', async (t) => {
  const world = await makeWorld(t)
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
  const nobody = await world.tfsso(['accounts'])
  t.deepEqual([nobody.exitCode, nobody.stdout], [77, ''], 'a logout forgets it')
})

test('if sso_role is missing, plan’s message lists the person’s roles, and `tfsso login` and `tfsso accounts` still work', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  const file = path.join(world.project, 'apps-prd/config/account.tfvars')
  fs.writeFileSync(file, 'environment = "apps-prd"\n')
  const missing = `tfsso: ${file}: sso_role is missing.\n  Add for example: sso_role = "DevOps"\n`
  const plan = async () => {
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env: { COLUMNS: '999' } })
    t.is(exitCode, 78)
    return stderr
  }
  t.is(await plan(), missing)
  t.is((await world.tfsso(['login'], { cwd })).exitCode, 0)
  const held = '  Your roles in apps-prd: DevOpsPrd, ReadOnly.\n'
  t.is(await plan(), missing + held)
  t.true((await world.tfsso(['status'], { cwd })).stderr.endsWith(held))
  const { exitCode, stdout } = await world.tfsso(['accounts'], { cwd })
  t.is(exitCode, 0)
  t.regex(stdout, /^apps-prd +222222222222 +DevOpsPrd +yes, but the project does not name it$/m)
})

test('version prints the version', async (t) => {
  const world = await makeWorld(t)
  const { stdout } = await world.tfsso(['version'])
  t.regex(stdout, /^\d+\.\d+\.\d+\S*\n$/)
})
