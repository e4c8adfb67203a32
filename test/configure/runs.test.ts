import fs from 'node:fs'
import test from 'ava'
import { readConfig } from '../rig/aws-config.ts'
import { needsTerraform } from '../rig/terraform.ts'
import { tokenFile } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'
import { configOf, configure, textOf, withDefault } from './rig.ts'

test('configure inside a run changes the person’s own config, and later runs still get tfsso’s profiles', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const cwd = world.layer('apps-prd/us-east-1/network', '# profile = "bb-shared-devops"\n')
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  const { env } = world.lastStart()
  const given = fs.readFileSync(env.AWS_CONFIG_FILE ?? '', 'utf8')
  const inside = await world.tfsso(['configure', '--yes'], { env })
  t.is(inside.exitCode, 0, inside.stderr)
  t.is(textOf(world), withDefault)
  // Without TFSSO_GIVEN_AWS_CONFIG_FILE, the comments in the AWS config tell tfsso that the config is not the person's.
  fs.rmSync(configOf(world))
  const lost = await world.tfsso(['configure', '--yes'], {
    env: { AWS_CONFIG_FILE: env.AWS_CONFIG_FILE },
  })
  t.is(lost.exitCode, 0, lost.stderr)
  t.is(textOf(world), withDefault)
  t.is(fs.readFileSync(env.AWS_CONFIG_FILE ?? '', 'utf8'), given)

  // The config names the session of the existing token, so later runs need no login.
  const session = readConfig(configOf(world)).get('profile bb-apps-prd-devopsprd')?.sso_session
  t.true(fs.existsSync(tokenFile(world, session)))
  const logins = world.emulator.count('StartDeviceAuthorization')
  for (const change of [[], ['--remove']]) {
    if (change.length > 0) await configure(t, world, ...change)
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
    t.is(exitCode, 0, stderr)
    const { env } = world.lastStart()
    t.is(world.identity(env), '222222222222 DevOpsPrd')
    const given = readConfig(env.AWS_CONFIG_FILE)
    t.regex(
      given.get('profile bb-shared-devops')?.credential_process ?? '',
      / 111111111111 DevOps /,
    )
    // The run's config has tfsso's own sections in place of the person's sections with sso_session.
    for (const name of ['bb-shared-devops', 'bb-apps-prd-devopsprd'])
      t.is(given.get(`profile ${name}`)?.sso_session, undefined, name)
  }
  t.is(world.emulator.count('StartDeviceAuthorization'), logins)
})

needsTerraform('the real terraform uses the configured profiles', async (t) => {
  const world = await makeWorld(t)
  world.useRealTerraform()
  await world.logIn()
  const { exitCode } = await world.tfsso(['configure', '--yes'])
  t.is(exitCode, 0)
  const cwd = world.layer('apps-prd/us-east-1/network')
  for (const args of [['init'], ['apply', '-auto-approve']]) {
    const { exitCode, stderr } = await world.terraform(args, { cwd })
    t.is(exitCode, 0, stderr)
  }
  t.is(world.emulator.objects[0]?.role, 'DevOpsPrd')
})
