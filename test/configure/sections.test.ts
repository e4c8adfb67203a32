import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { readConfig } from '../rig/aws-config.ts'
import { defaultAccounts, write } from '../rig/project.ts'
import { makeWorld } from '../rig/world.ts'
import { configOf, configure, profiles, textOf } from './rig.ts'

test('configure reuses a session of the person that has the project’s start URL and region', async (t) => {
  const world = await makeWorld(t)
  const theirs =
    '[default]\n[sso-session corp]\nsso_start_url=https://example.awsapps.com/start/#/\nsso_region=us-east-1\n'
  write(configOf(world), theirs)
  t.regex(await configure(t, world), /\[sso-session corp\] already has the start URL and region/)
  t.is(textOf(world), `${theirs}\n${profiles('corp').join('\n')}`)
  const printed = await world.tfsso(['configure', '--print'])
  t.is(printed.stdout, profiles('corp').join('\n'))
  t.regex(printed.stderr, /\[sso-session corp\] is in .* already/)
})

test('configure keeps a session that has the project’s name but another portal, and adds one with a hash in its name', async (t) => {
  const world = await makeWorld(t)
  const other = '[sso-session bb]\nsso_start_url = https://o.awsapps.com/start\n'
  write(configOf(world), other)
  await configure(t, world)
  t.true(textOf(world).startsWith(other))
  const headers = [...readConfig(configOf(world)).keys()]
  t.regex(headers.join('\n'), /^sso-session bb-[0-9a-f]{8}$/m)
})

test('configure leaves out accounts without a directory or with wrong tfvars, and names them in a message', async (t) => {
  const accounts = [...defaultAccounts, { name: 'legacy', id: '444444444444', role: 'X' }]
  const world = await makeWorld(t, { accounts })
  fs.rmSync(path.join(world.project, 'legacy'), { recursive: true })
  write(path.join(world.project, 'security/config/account.tfvars'), 'environment = "security"\n')
  fs.writeFileSync(path.join(world.project, 'shared/config/backend.tfvars'), 'profile = "me"\n')
  const shown = await configure(t, world)
  t.regex(shown, /^tfsso: skipping legacy: it has no directory of its own$/m)
  t.regex(shown, /^tfsso: skipping security: .*account\.tfvars: sso_role is missing\.$/m)
  const headers = [...readConfig(configOf(world)).keys()]
  t.deepEqual(headers, [
    'default',
    'sso-session bb',
    'profile bb-apps-prd-devopsprd',
    'profile bb-shared-devops',
    'profile me',
  ])
})

test('--remove removes this project’s sections, even with SSO off; outside a project it removes those of all projects', async (t) => {
  const world = await makeWorld(t)
  const others = '[profile z]\n# managed by tfsso for zz\nregion = x\n'
  write(configOf(world), others)
  await configure(t, world)
  const file = path.join(world.project, 'config/common.tfvars')
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('= true', '= false'))
  await configure(t, world, '--remove')
  t.is(textOf(world), others)
  const { exitCode } = await world.tfsso(['configure', '--remove', '--yes'], { cwd: world.root })
  t.is(exitCode, 0)
  t.false(fs.existsSync(configOf(world)))
})
