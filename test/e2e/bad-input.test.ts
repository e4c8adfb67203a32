import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { requireProject } from '../../lib/layout/find.ts'
import { layerProfiles } from '../../lib/layout/layer-profiles.ts'
import { readProject } from '../../lib/layout/read.ts'
import { requireSettings, requireSso } from '../../lib/layout/require.ts'
import { Inputs } from '../../lib/project/inputs.ts'
import { ParsedCache } from '../../lib/project/parsed.ts'
import { Problem, renderProblem } from '../../lib/text/problem.ts'
import { makeWorld, type Outcome, type World } from '../rig/world.ts'

const common = 'config/common.tfvars'
const account = 'apps-prd/config/account.tfvars'
const backend = 'apps-prd/config/backend.tfvars'

interface Case {
  what: string
  file: string
  /** null removes the file */
  edit: (text: string) => string | null
  /** texts in the message, in addition to the file's path */
  says: string[]
}

const set = (key: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^(\\s*${key}\\s*)=.*$`, 'm'), `$1= ${value}`)
const without = (key: string) => (text: string) =>
  text.replace(new RegExp(`^\\s*${key}\\s*=.*\n`, 'm'), '')

const required = (file: string, key: string, example: string, wrong: Record<string, string>) => {
  const bad = (what: string, edit: Case['edit'], problem: string): Case => {
    return { what: `${key}: ${what}`, file, edit, says: [`${key} ${problem}`, example] }
  }
  return [
    bad('missing', without(key), 'is missing'),
    bad('empty', set(key, '""'), 'is empty'),
    bad('a number', set(key, '5'), 'is 5, but must be '),
    bad('a list', set(key, '["x"]'), 'is ["x"], but must be '),
    ...Object.entries(wrong).map(([what, value]) => bad(what, set(key, value), `is ${value}`)),
  ]
}

const idOf = (id: string) => (text: string) => text.replace('id = "222222222222"', id)
const accountsOf = (value: string) => (text: string) =>
  text.replace(/^accounts = \{[\s\S]*?^\}/m, value)

const cases: Case[] = [
  {
    what: 'HCL that does not parse, in the project',
    file: common,
    edit: (text) => text.replace('sso_region    = "us-east-1"', 'sso_region    = "us-east-1'),
    says: ['line 21, column 27: Invalid multi-line string'],
  },
  {
    what: 'HCL that does not parse, in the account',
    file: account,
    edit: (text) => `${text}\n<<<<<<< HEAD\n`,
    says: ['line 4, column 1: '],
  },
  {
    what: 'HCL that does not parse, for the backend',
    file: backend,
    edit: (text) => text.replace('bucket =', 'bucket'),
    says: ['line 2, column '],
  },
  ...required(common, 'project', 'project = "bb"', { 'no name': '"b b"' }),
  ...required(common, 'sso_start_url', 'sso_start_url = "https://example.awsapps.com/start"', {
    http: '"http://example.awsapps.com/start"',
    'no URL': '"example"',
  }),
  ...required(common, 'sso_region', 'sso_region = "us-east-1"', { 'no region': '"Virginia"' }),
  ...required(account, 'environment', 'environment = "apps-devstg"', {}),
  ...required(account, 'sso_role', 'sso_role = "DevOps"', { 'no role': '"Dev Ops"' }),
  {
    what: 'region_primary: no region',
    file: common,
    edit: set('region_primary', '"us-east"'),
    says: [
      'region_primary is "us-east", but must be an AWS region',
      'region_primary = "us-east-1"',
    ],
  },
  {
    what: 'sso_enabled: neither true nor false',
    file: common,
    edit: set('sso_enabled', '"yes"'),
    says: ['sso_enabled is "yes", but must be true or false', 'sso_enabled = true'],
  },
  {
    what: 'accounts: missing',
    file: common,
    edit: accountsOf(''),
    says: ['accounts is missing', 'accounts = { apps-prd = { id = "123456789012" } }'],
  },
  {
    what: 'accounts is not a map',
    file: common,
    edit: accountsOf('accounts = ["apps-prd"]'),
    says: ['accounts is ["apps-prd"], but must be a map', 'accounts = { '],
  },
  {
    what: 'an account that is not in accounts',
    file: account,
    edit: set('environment', '"apps-prod"'),
    says: [
      'environment is "apps-prod", which is not in accounts',
      common,
      'apps-prd, security, shared',
      'apps-prod = { id = "123456789012" }',
    ],
  },
  {
    what: 'an account without an id',
    file: common,
    edit: idOf(''),
    says: ['accounts.apps-prd.id is missing', 'id = "123456789012"'],
  },
  {
    what: 'an id that is not 12 digits',
    file: common,
    edit: idOf('id = "2222-2222-2222"'),
    says: [
      'accounts.apps-prd.id is "2222-2222-2222", but must be 12 digits',
      'id = "123456789012"',
    ],
  },
  {
    what: 'an invalid id',
    file: common,
    edit: idOf('id = true'),
    says: ['accounts.apps-prd.id is true, but must be 12 digits'],
  },
  {
    what: 'an invalid profile',
    file: backend,
    edit: set('profile', '5'),
    says: ['profile is 5, but must be the name of an AWS profile', 'profile = "'],
  },
  {
    what: 'a profile that other accounts claim, too',
    file: backend,
    edit: set('profile', '"both"'),
    says: [
      'both',
      'apps-prd, security, shared',
      '/security/config/backend.tfvars',
      'profile = "bb-apps-prd-devops"',
    ],
  },
]

async function changed<T>(world: World, { file, edit }: Case, run: () => Promise<T>): Promise<T> {
  const at = path.join(world.project, file)
  const text = fs.readFileSync(at, 'utf8')
  const bad = edit(text)
  if (bad === text) throw new Error('nothing was changed')
  if (bad === null) fs.rmSync(at)
  else fs.writeFileSync(at, bad)
  try {
    return await run()
  } finally {
    fs.writeFileSync(at, text)
  }
}

const planWith = (world: World, cwd: string, bad: Case): Promise<Outcome> =>
  changed(world, bad, () => world.terraform(['plan'], { cwd }))

/** Runs tfsso's code in this process, and starts no shim. */
async function problemOf(directory: string): Promise<string> {
  try {
    const sources = { inputs: new Inputs(), cache: new ParsedCache() }
    const reading = await readProject(requireProject(directory), 'run', sources)
    const { layer } = reading
    if (!layer) throw new Error('no layer')
    if (!requireSso(reading)) return 'SSO is switched off'
    const options = { dataDirectory: '.terraform', personal: new Map() }
    await layerProfiles(reading, layer, requireSettings(reading, layer.own), options)
  } catch (error) {
    if (error instanceof Problem && error.code === 78) return renderProblem(error)
    throw error
  }
  return 'no problem'
}

/** The cases that also run with the real shim and node. */
const whole = /^(HCL that does not parse|a profile that other accounts claim)/

const requireSaid = (t: ExecutionContext, world: World, bad: Case, said: string) => {
  t.true(said.startsWith('tfsso: '), bad.what)
  t.true(said.includes(path.join(world.project, bad.file)), `${bad.what}: ${said}`)
  for (const text of bad.says) t.true(said.includes(text), `${bad.what}: ${said}`)
}

test('bad input: the message names the file, the key and what to write', async (t) => {
  const world = await makeWorld(t)
  const cwd = await prepare(world)
  t.is(await problemOf(cwd), 'no problem')
  for (const bad of cases)
    requireSaid(t, world, bad, await changed(world, bad, () => problemOf(cwd)))
})

/** Makes shared and security claim the same profile. Returns a layer of apps-prd. */
async function prepare(world: World): Promise<string> {
  for (const other of ['shared', 'security'])
    fs.writeFileSync(path.join(world.project, other, 'config/backend.tfvars'), 'profile = "both"\n')
  return world.layer('apps-prd/us-east-1/a layer --')
}

test('bad input: the run exits with 78, and terraform is not started', async (t) => {
  const world = await makeWorld(t)
  const cwd = await prepare(world)
  await world.logIn()
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0, 'there is a good grant')
  const asked = world.emulator.calls.length
  for (const bad of cases.filter(({ what }) => whole.test(what))) {
    const { exitCode, stdout, stderr } = await planWith(world, cwd, bad)
    t.is(exitCode, 78, `${bad.what}: ${stderr}`)
    t.is(stdout, '')
    requireSaid(t, world, bad, stderr)
    t.notRegex(stderr, /\n {4}at |bug/, bad.what)
  }
  t.is(world.starts().length, 1)
  t.is(world.emulator.calls.length, asked, 'nothing is asked of AWS either')
  t.is(
    (await world.terraform(['plan'], { cwd })).exitCode,
    0,
    'the grant from before is good again',
  )
})

test('bad input: if an expression is too deep for the parser, the run exits with 78 and says only that', async (t) => {
  const world = await makeWorld(t, { emptyHome: true })
  const cwd = await prepare(world)
  const file = path.join(world.project, common)
  fs.appendFileSync(file, `deep = ${'!'.repeat(20_000)}true\n`)
  const { exitCode, stdout, stderr } = await world.terraform(['plan'], { cwd })
  t.deepEqual([exitCode, stdout], [78, ''], stderr)
  t.is(stderr.split('\n').length, 3, stderr)
  t.true(stderr.startsWith(`tfsso: ${file} is nested more than 500 deep`), stderr)
  t.deepEqual(world.starts(), [])
})

test('a run with bad input fails before it logs in; tfsso login, logout and status report bad input, too', async (t) => {
  const world = await makeWorld(t)
  const cwd = await prepare(world)
  for (const bad of cases.filter(({ what }) =>
    /^(sso_role: missing|sso_region: a list)$/.test(what),
  ))
    t.is((await planWith(world, cwd, bad)).exitCode, 78, bad.what)
  fs.writeFileSync(path.join(world.project, common), 'project = \n')
  for (const command of ['login', 'logout', 'status']) {
    const { exitCode, stdout, stderr } = await world.tfsso([command], { cwd })
    t.is(exitCode, 78, command)
    t.is(stdout, '')
    t.true(stderr.includes(`${path.join(world.project, common)}, line 1, column 11: `), stderr)
  }
  t.deepEqual(world.emulator.calls, [])
  t.deepEqual(world.starts(), [])
})

test('if there is only a common.tfvars.example, as in a fresh clone, the message says to copy it', async (t) => {
  const world = await makeWorld(t)
  const cwd = await prepare(world)
  await world.logIn()
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0, 'there is a good grant')
  const file = path.join(world.project, common)
  fs.renameSync(file, `${file}.example`)
  const missing = await world.terraform(['plan'], { cwd })
  t.is(missing.exitCode, 78)
  t.is(
    missing.stderr,
    `tfsso: ${file} is missing.\n  Copy ${file}.example to that path and fill in the values.\n`,
  )
  // tfsso must not use the values of a project around this one.
  const outer = path.join(path.dirname(world.project), common)
  fs.mkdirSync(path.dirname(outer))
  fs.copyFileSync(`${file}.example`, outer)
  t.is((await world.terraform(['plan'], { cwd })).stderr, missing.stderr)
  fs.rmSync(path.dirname(outer), { recursive: true })

  fs.rmSync(`${file}.example`)
  const none = await world.terraform(['plan'], { cwd })
  t.is(none.exitCode, 78)
  t.true(none.stderr.includes(`There is no config/common.tfvars above ${world.project}/apps-prd,`))
  t.is(world.starts().length, 1)
})

test('with bad input, a command that needs no credentials runs as it would without tfsso', async (t) => {
  const world = await makeWorld(t)
  const cwd = await prepare(world)
  await world.logIn()
  fs.writeFileSync(path.join(world.project, account), 'environment = \n')
  const { exitCode, stderr } = await world.terraform(['validate'], { cwd })
  t.is(exitCode, 0)
  t.is(stderr, '')
  t.is(world.lastStart().env.AWS_ACCESS_KEY_ID, undefined)
})

test('a role that is not assigned: the run exits with 77, and the message lists the person’s roles', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/base-network')
  await world.logIn()
  const plan = async (role: string, env = {}) => {
    const file = path.join(world.project, account)
    fs.writeFileSync(file, set('sso_role', `"${role}"`)(fs.readFileSync(file, 'utf8')))
    const { exitCode, stdout, stderr } = await world.terraform(['plan'], { cwd, env })
    t.is(stdout, '')
    return [exitCode, stderr.split('\n').slice(0, 2).join('\n')] as const
  }
  const denied = (role: string) =>
    [
      77,
      `tfsso: You do not have the role ${role} in the account apps-prd (222222222222).
  Your roles there: DevOpsPrd, ReadOnly.`,
    ] as const
  t.deepEqual(await plan('devopsprd'), denied('devopsprd'))
  t.deepEqual(await plan('DevOpsPrd', { TFSSO_ROLE: 'Nope' }), denied('Nope'))
  t.is((await world.terraform(['plan'], { cwd, env: { TFSSO_ROLE: '../x' } })).exitCode, 78)

  const own = world.emulator.settings.accounts.find(({ id }) => id === '222222222222')
  if (own) own.roles = []
  t.deepEqual(await plan('DevOps'), [
    77,
    `tfsso: You do not have the role DevOps in the account apps-prd (222222222222).
  You have no role in that account.`,
  ])
  t.deepEqual(world.starts(), [])
  t.is(world.emulator.count('StartDeviceAuthorization'), 1, 'logging in again would not help')
})
