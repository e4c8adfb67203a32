import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'

const withoutShells = (env: Record<string, string>) => {
  const { PWD, OLDPWD, SHLVL, _, TFSSO_TRIED, STANDIN_STARTS, ...rest } = env
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
    [disabled('sso_enabled = false').replace(/^sso_(start_url|region).*$/gm, ''), {}],
  ]
  const commands: [args: string[], name: string][] = [
    [['init'], 'TF_CLI_ARGS_init'],
    [['plan'], 'TF_CLI_ARGS_plan'],
    [['apply', 'p'], ''],
    [['output'], ''],
  ]
  for (const [content, env] of variants) {
    fs.writeFileSync(common, content)
    const all = { ...own, ...env }
    const off = commands.map(([args, name]) => ({ args, name, cwd, env: { ...all, TFSSO: 'off' } }))
    const bare = new Map<string, Record<string, string>>()
    for (const ran of await runInTurn(world, off)) {
      t.is(ran.starts.length, 1)
      bare.set(`${ran.args}`, withoutShells(ran.env))
    }
    const rows = shells.flatMap((shell) =>
      commands.map(([args, name]) => ({ args, name, shell, cwd, env: all })),
    )
    for (const { args, name, shell, exitCode, stderr, env } of await runInTurn(world, rows)) {
      t.deepEqual([exitCode, stderr], [0, ''])
      const alone = bare.get(`${args}`) ?? {}
      const { TFSSO, ...rest } = withoutShells(env)
      const given = Object.keys(rest).filter((key) => !(key in alone) && !key.startsWith('TFSSO_'))
      t.deepEqual(given, name === '' ? [] : [name], `${args} ${shell}`)
      for (const [key, value] of Object.entries(alone))
        if (key !== 'TFSSO') t.is(rest[key], value, key)
      t.is(rest.TF_CLI_ARGS_init?.includes('-backend-config='), name.endsWith('init') || undefined)
    }
  }
  const dangling = path.join(world.root, 'dangling')
  fs.symlinkSync('nowhere', dangling)
  // Both modes work without a HOME and without a writable cache.
  for (const [content, TFSSO] of [
    [text, 'args'],
    [disabled('sso_enabled = false'), ''],
  ] as const) {
    fs.writeFileSync(common, content)
    for (const lacking of [
      { HOME: undefined },
      { HOME: '/proc' },
      { XDG_CACHE_HOME: '/proc/x' },
      { XDG_CACHE_HOME: dangling },
    ]) {
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

test('in every shell, TFSSO can be off, args, on or empty', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const rows = shells.flatMap((shell) =>
    [
      { value: '', identity: '222222222222 DevOpsPrd' },
      { value: 'on', identity: '222222222222 DevOpsPrd' },
      { value: 'off', identity: 'nobody' },
      { value: 'args', identity: 'nobody' },
    ].map((row) => ({ ...row, args: ['plan'], cwd, shell, env: { TFSSO: row.value } })),
  )
  for (const { value, identity, shell, starts, env } of await runInTurn(world, rows)) {
    t.is(starts.length, 1)
    t.is(world.identity(env), identity, `${shell} ${value}`)
  }
  const wrong = shells.flatMap((shell) =>
    ['no', 'OFF', 'off ', '$(echo off)'].flatMap((TFSSO) =>
      [['plan'], ['version']].map((args) => ({ TFSSO, args, cwd, shell, env: { TFSSO } })),
    ),
  )
  for (const { TFSSO, exitCode, stdout, stderr, starts } of await runInTurn(world, wrong)) {
    t.deepEqual([exitCode, stdout, starts], [78, '', []])
    t.is(stderr, `tfsso: TFSSO is ${TFSSO}, but must be off, args, on or empty.\n`)
  }
})
