import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { longAgo, putToken, secretsShown } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'

test('status in a layer, before, with and after a session, for people and for programs', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/databases --')
  const json = async () => {
    const { stdout, stderr, exitCode } = await world.tfsso(['status', '--json'], { cwd })
    t.is(stderr, '')
    return { exitCode, status: JSON.parse(stdout) }
  }
  const text = async () => (await world.tfsso(['status'], { cwd })).stdout

  const none = await json()
  t.is(none.exitCode, 77)
  t.deepEqual(none.status, {
    project: { name: 'bb', directory: world.project, region: 'us-east-1' },
    layer: {
      directory: cwd,
      account: 'apps-prd',
      accountId: '222222222222',
      role: 'DevOpsPrd',
      credentialsUntil: null,
    },
    session: {
      name: 'bb',
      startUrl: 'https://example.awsapps.com/start',
      region: 'us-east-1',
      state: 'none',
      validUntil: null,
    },
  })
  t.regex(await text(), /none: run `tfsso login`/)

  await world.logIn()
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  const valid = await json()
  t.is(valid.exitCode, 0)
  t.is(valid.status.session.state, 'valid')
  for (const moment of [valid.status.session.validUntil, valid.status.layer.credentialsUntil])
    t.true(Math.abs(Date.parse(moment) - Date.now() - 3600_000) < 60_000)
  const shown = await text()
  t.regex(shown, /^Account {5}apps-prd \(222222222222\)\nRole {8}DevOpsPrd$/m)
  t.regex(shown, /valid until \d\d:\d\d \(in \d+ min\)$/m)
  t.deepEqual(secretsShown(world, shown + JSON.stringify(valid)), [])

  putToken(world, { expiresAt: longAgo })
  const refreshable = await json()
  t.is(refreshable.exitCode, 0)
  t.is(refreshable.status.session.state, 'refreshable')
  t.is(refreshable.status.session.validUntil, null)
  t.is(world.emulator.count('CreateToken:refresh_token'), 0, 'status changes nothing')
})

test('status in a project but no layer', async (t) => {
  const world = await makeWorld(t)
  const { stdout, exitCode } = await world.tfsso(['status', '--json'])
  t.is(exitCode, 77)
  t.is(JSON.parse(stdout).layer, null)
  t.regex((await world.tfsso(['status'])).stdout, /not in a layer/)
})

for (const command of ['status', 'login', 'logout']) {
  test(`${command} outside a project: 78`, async (t) => {
    const world = await makeWorld(t)
    const { exitCode, stdout, stderr } = await world.tfsso([command], { cwd: world.root })
    t.is(exitCode, 78)
    t.is(stdout, '')
    t.regex(stderr, /is in no project: there is no config\/common\.tfvars/)
  })

  test(`${command} with SSO switched off: 78`, async (t) => {
    const world = await makeWorld(t)
    const file = path.join(world.project, 'config/common.tfvars')
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('= true', '= false'))
    const { exitCode, stderr } = await world.tfsso([command])
    t.is(exitCode, 78)
    t.regex(stderr, /sso_enabled/)
  })

  test(`${command} --help has an example`, async (t) => {
    const world = await makeWorld(t)
    const { exitCode, stdout } = await world.tfsso([command, '--help'])
    t.is(exitCode, 0)
    t.regex(stdout, new RegExp(`Examples:\\s+tfsso ${command}`))
  })
}
