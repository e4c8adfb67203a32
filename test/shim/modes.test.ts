import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { coldAndWarm, shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'

const withoutShells = (env: Record<string, string>) => {
  const { PWD, OLDPWD, SHLVL, _, TFSSO_TRIED, ...rest } = env
  return rest
}

test('with TFSSO=args, and with sso_enabled = false, a run gets arguments but no credentials', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  const own = { AWS_PROFILE: 'mine', AWS_ACCESS_KEY_ID: 'AKIAOWN', AWS_SECRET_ACCESS_KEY: 'x' }
  const common = path.join(world.project, 'config/common.tfvars')
  const text = fs.readFileSync(common, 'utf8')
  const disabled = (value: string) => text.replace('sso_enabled   = true', value)
  const variants: [common: string, env: Record<string, string>][] = [
    [text, { TFSSO: 'args' }],
    [disabled('sso_enabled = false'), {}],
    [disabled('sso_enabled = "false"'), {}],
    // If sso_enabled is false, the settings of AWS SSO may be missing.
    [disabled('sso_enabled = false').replace(/^sso_(start_url|region).*$/gm, ''), {}],
  ]
  let number = 0
  for (const [content, env] of variants) {
    fs.writeFileSync(common, content)
    for (const [args, name] of [
      [['init'], 'TF_CLI_ARGS_init'],
      [['plan'], 'TF_CLI_ARGS_plan'],
      [['apply', 'p'], ''],
      [['output'], ''],
    ] as const) {
      const options = { cwd, env: { ...own, ...env } }
      await world.terraform([...args], { ...options, env: { ...options.env, TFSSO: 'off' } })
      const bare = withoutShells(world.lastStart().env)
      for (const shell of coldAndWarm(number++)) {
        const { exitCode, stderr } = await world.terraform([...args], { ...options, shell })
        t.deepEqual([exitCode, stderr], [0, ''])
        const { TFSSO, ...rest } = withoutShells(world.lastStart().env)
        const given = Object.entries(rest).filter(
          ([key]) => !(key in bare) && !key.startsWith('TFSSO_'),
        )
        t.deepEqual(
          given.map(([key]) => key),
          name === '' ? [] : [name],
          `${args} ${shell}`,
        )
        for (const [key, value] of Object.entries(bare))
          if (key !== 'TFSSO') t.is(rest[key], value, key)
        t.is(
          rest.TF_CLI_ARGS_init?.includes('-backend-config='),
          name.endsWith('init') || undefined,
        )
      }
    }
  }
  // Both modes work without a HOME and without a writable cache.
  for (const [content, TFSSO] of [
    [text, 'args'],
    [disabled('sso_enabled = false'), ''],
  ] as const) {
    fs.writeFileSync(common, content)
    for (const lacking of [{ HOME: undefined }, { HOME: '/proc' }, { XDG_CACHE_HOME: '/proc/x' }]) {
      const { exitCode, stderr } = await world.terraform(['plan'], {
        cwd,
        env: { TFSSO, ...lacking },
      })
      t.deepEqual([exitCode, stderr], [0, ''], JSON.stringify(lacking))
      t.regex(world.lastStart().env.TF_CLI_ARGS_plan ?? '', /common\.tfvars/)
    }
  }
  t.is(world.emulator.calls.length, 0)
})

for (const shell of shells) {
  test(`${shell[0]}: TFSSO may be off, args, on or empty`, async (t) => {
    const world = await makeWorld(t)
    const cwd = world.layer('apps-prd/us-east-1/net')
    await world.logIn()
    for (const [TFSSO, identity] of [
      ['', '222222222222 DevOpsPrd'],
      ['on', '222222222222 DevOpsPrd'],
      ['off', 'nobody'],
      ['args', 'nobody'],
    ] as const) {
      await world.terraform(['plan'], { cwd, shell, env: { TFSSO } })
      t.is(world.identity(world.lastStart().env), identity, TFSSO)
    }
    const started = world.starts().length
    for (const TFSSO of ['no', 'OFF', 'off ', '$(echo off)']) {
      for (const args of [['plan'], ['version']]) {
        const { exitCode, stderr, stdout } = await world.terraform(args, {
          cwd,
          shell,
          env: { TFSSO },
        })
        t.deepEqual([exitCode, stdout], [78, ''])
        t.is(stderr, `tfsso: TFSSO is ${TFSSO}, but must be off, args, on or empty.\n`)
      }
    }
    t.is(world.starts().length, started)
  })
}
