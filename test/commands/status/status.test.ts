import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { formatExpiry } from '../../../lib/session/token.ts'
import { writeAwsFile } from '../../rig/own-keys.ts'
import { shells } from '../../rig/shells.ts'
import { longAgo, putToken, secretsShown, tokenFile } from '../../rig/token.ts'
import { makeWorld, type RunOptions, type World } from '../../rig/world.ts'

test('status shows the layer, session and accounts before a login, with a session and after its expiry, and changes nothing', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/databases --')
  const json = async (options: RunOptions = { cwd }) => {
    const { stdout, stderr, exitCode } = await world.tfsso(['status', '--json'], options)
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
      workspace: null,
      credentialsUntil: null,
      region: 'us-east-1',
      tool: 'terraform',
      profiles: [
        {
          name: 'bb-apps-prd-devopsprd',
          from: 'tfsso',
          account: 'apps-prd',
          accountId: '222222222222',
          role: 'DevOpsPrd',
        },
      ],
      next: 'login',
      problem: null,
    },
    warnings: [],
    session: {
      name: 'bb',
      startUrl: 'https://example.awsapps.com/start',
      region: 'us-east-1',
      state: 'none',
      validUntil: null,
      validForSeconds: 0,
    },
    accounts: [
      { name: 'apps-prd', accountId: '222222222222', role: 'DevOpsPrd', credentialsUntil: null },
      { name: 'security', accountId: '333333333333', role: 'Auditor', credentialsUntil: null },
      { name: 'shared', accountId: '111111111111', role: 'DevOps', credentialsUntil: null },
    ],
  })
  t.regex(await text(), /none: run `tfsso login`/)

  await world.logIn()
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  const before = kept(world)
  t.true(before.length >= 4)
  const valid = await json()
  t.is(valid.exitCode, 0)
  t.is(valid.status.session.state, 'valid')
  for (const moment of [valid.status.session.validUntil, valid.status.layer.credentialsUntil])
    t.true(Math.abs(Date.parse(moment) - Date.now() - 3600_000) < 60_000)
  const shown = await text()
  t.regex(shown, /^Account {5}apps-prd \(222222222222\)\nRole {8}DevOpsPrd$/m)
  t.regex(shown, /valid until (\d{4}-\d\d-\d\d )?\d\d:\d\d \(in \d+ min\)$/m)
  t.deepEqual(secretsShown(world, shown + JSON.stringify(valid)), [])
  const outside = await json({ cwd: world.project, env: { TFSSO_ROLE: 'ReadOnly' } })
  t.is(outside.status.layer, null)
  t.deepEqual(kept(world), before, 'grants, credentials and the session stay the same')

  putToken(world, { expiresAt: longAgo })
  const refreshable = await json()
  t.is(refreshable.exitCode, 0)
  t.is(refreshable.status.session.state, 'refreshable')
  t.is(refreshable.status.session.validUntil, null)
  t.is(world.emulator.count('CreateToken:refresh_token'), 0, 'status changes nothing')
})

/** Returns path, time and text of each file in HOME, except the files that every command can write. */
const kept = (world: World) =>
  fs
    .readdirSync(world.home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/parsed$|\/tfsso$/.test(entry.parentPath))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file, fs.statSync(file).mtimeMs, fs.readFileSync(file, 'utf8')])

test('status warns if the directory is reached through a link that leads out of the account', async (t) => {
  const world = await makeWorld(t)
  world.layer('modules/thing')
  fs.symlinkSync('../modules/thing', path.join(world.project, 'shared/linked'))
  const linked = await world.run('sh', ['-c', 'cd shared/linked && tfsso status'])
  t.regex(linked.stdout, /not in a layer/)
  t.regex(
    linked.stdout,
    /^Warning +This directory is reached through a link that leads out of its account/m,
  )
})

async function layerStatus(world: World, cwd: string, env: Record<string, string> = {}) {
  const { stdout, exitCode } = await world.tfsso(['status', '--json'], { cwd, env })
  return { exitCode, ...JSON.parse(stdout).layer }
}

test('status predicts what the next plan does', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  const other = world.layer('apps-prd/us-east-1/other')
  const next = async (at = cwd, env: Record<string, string> = {}) =>
    (await layerStatus(world, at, env)).next
  const calls = () => [
    world.emulator.count('GetRoleCredentials'),
    world.emulator.count('CreateToken:refresh_token'),
  ]
  const plan = async (at = cwd) => t.is((await world.terraform(['plan'], { cwd: at })).exitCode, 0)

  await world.logIn()
  t.is(await next(), 'fetch')
  await plan()
  t.deepEqual(calls(), [1, 0])
  for (const [file = '', ...options] of shells) {
    const args = [...options, path.join(world.prefix, 'bin/tfsso'), 'status', '--json']
    t.is(JSON.parse((await world.run(file, args, { cwd })).stdout).layer.next, 'warm', file)
  }
  await plan(other)
  t.deepEqual(calls(), [1, 0])
  // Like the shim, status calls a run warm only if the contents of the input files are unchanged.
  fs.appendFileSync(path.join(other, 'main.tf'), '\n')
  t.is(await next(other), 'stored')
  // The portal has a second token, which is valid longer. But the stored credentials came with the first token.
  const inMinutes = (count: number) => formatExpiry(Date.now() + count * 60_000)
  putToken(world, { expiresAt: inMinutes(1) })
  putToken(world, { accessToken: 'aoaSecond', expiresAt: inMinutes(60) }, 'second')
  const { stdout } = await world.tfsso(['status', '--json'], { cwd: other })
  const { layer, accounts } = JSON.parse(stdout)
  t.is(layer.next, 'stored')
  t.not(layer.credentialsUntil, null)
  t.is(accounts[0].credentialsUntil, layer.credentialsUntil)
  await plan(other)
  t.deepEqual(calls(), [1, 0])
  fs.rmSync(tokenFile(world, 'second'))
  putToken(world, { accessToken: 'aoaOther', expiresAt: longAgo })
  t.is(await next(), 'refresh')
  await plan()
  t.deepEqual(calls(), [2, 1])
  t.is(await next(cwd, { TFSSO: 'args' }), 'args')
  t.deepEqual(calls(), [2, 1], 'status itself asks AWS nothing')
})

test('status says what keeps terraform from starting', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net', 'locals {\n  profile = "bb-gone-devops"\n}\n')
  const setting = await layerStatus(world, cwd, { TFSSO: 'maybe' })
  t.is(setting.next, 'problem')
  t.is(setting.problem, 'TFSSO is maybe, but must be off, args, on or empty.')

  const common = path.join(world.project, 'config/common.tfvars')
  const text = fs.readFileSync(common, 'utf8')
  // This account's name contains a control sequence for terminals.
  const evil = '\n "evil\\u001b[2J" = { id = "444444444444" }'
  fs.writeFileSync(
    common,
    text.replace('accounts = {', `accounts = {\n gone = { id = "1" }${evil}`),
  )
  await world.logIn()
  const plan = await world.terraform(['plan'], { cwd })
  t.is(plan.exitCode, 78)
  const [, problem = 'no problem'] =
    /^tfsso: (.*accounts\.gone\.id is not 12 digits)/m.exec(plan.stderr) ?? []
  const { stdout } = await world.tfsso(['status'], { cwd })
  t.true(stdout.includes(`Next        \`terraform plan\` fails: ${problem}`), stdout)
  t.regex(stdout, /^ {2}gone +no id +no role +none yet$/m)
  t.regex(stdout, /^ {2}evil\?\[2J +444444444444/m)
})

test('status lists the accounts, and the account and role of each profile in the layer’s code', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer(
    'apps-prd/us-east-1/net',
    `provider "aws" {
  profile = "mine"
}
locals {
  names = ["\${var.project}-security-auditor", "bb-shared-notes", "bb-shared-devops"]
  where = { profile = "elsewhere" }
}
`,
  )
  writeAwsFile(world, 'config', '[profile mine]\nregion = eu-west-1\n')
  fs.rmSync(path.join(world.project, 'security'), { recursive: true })
  world.layer('apps-prd/us-east-1/other', '# "bb-security-auditor"')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  const { profiles } = await layerStatus(world, cwd)
  const nobody = { account: null, accountId: null, role: null }
  t.deepEqual(profiles, [
    {
      name: 'bb-apps-prd-devopsprd',
      from: 'tfsso',
      account: 'apps-prd',
      accountId: '222222222222',
      role: 'DevOpsPrd',
    },
    {
      name: 'bb-shared-devops',
      from: 'tfsso',
      account: 'shared',
      accountId: '111111111111',
      role: 'DevOps',
    },
    { name: 'elsewhere', from: 'nowhere', ...nobody },
    { name: 'mine', from: 'yours', ...nobody },
  ])
  const inTerminal = async (line: string) => (await world.inTerminal(line, { cwd })).screen
  t.regex(await inTerminal('tfsso status'), /\x1b\[\d+m/)
  const stdout = (await inTerminal('tfsso status --no-color')).replaceAll('\r', '')
  t.notRegex(stdout, /\x1b\[\d+m/)
  t.regex(
    stdout,
    /^\* apps-prd +222222222222 +DevOpsPrd +until (\d{4}-\d\d-\d\d )?\d\d:\d\d \(in \d+ min\)$/m,
  )
  t.regex(stdout, /^ {2}shared +111111111111 +DevOps +none yet$/m)
  t.regex(stdout, /^ {2}security +333333333333 +no role +none yet$/m)
  t.regex(stdout, /^ {2}bb-shared-devops +shared \(111111111111\) as DevOps$/m)
  t.regex(stdout, /^ {2}mine +as your own AWS files say$/m)
  t.regex(stdout, /^ {2}elsewhere +nothing: /m)
})

for (const command of ['status', 'logout'])
  test(`${command} outside a project exits with 78`, async (t) => {
    const world = await makeWorld(t)
    const { exitCode, stdout, stderr } = await world.tfsso([command], { cwd: world.root })
    t.is(exitCode, 78)
    t.is(stdout, '')
    t.regex(stderr, /is in no project: there is no tfsso\.hcl and no config\/common\.tfvars/)
  })

for (const command of ['login', 'logout'])
  test(`${command} with SSO switched off exits with 78`, async (t) => {
    const world = await makeWorld(t)
    const file = path.join(world.project, 'config/common.tfvars')
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('= true', '= false'))
    const { exitCode, stderr } = await world.tfsso([command])
    t.is(exitCode, 78)
    t.regex(stderr, /sso_enabled/)
  })
