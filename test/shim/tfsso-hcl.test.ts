import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { ssoBlock, writeRepository } from '../rig/repository.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

const prd = '222222222222 DevOpsPrd'
const shared = '111111111111 DevOps'
const nobody = 'nobody'

const hcl = `${ssoBlock('acme')}
account "prod" {
  id    = "222222222222"
  role  = "DevOpsPrd"
  paths = ["envs/prod", "live/*/prod", "envs/shared/is prod"]
}
account "shared" {
  id    = "111111111111"
  role  = ["Nobody", "DevOps"]
  paths = ["envs/{shared,dev}", ".hidden"]
}
var_files = ["common.tfvars", "\${layer}/env.tfvars", "\${account}.tfvars"]
`

/** test/unit/layout/tfsso-hcl/path-pattern.test.ts has more. */
const places: [directory: string, identity: string][] = [
  ['envs/prod/net/a b', prd],
  ['envs/prod/.terraform/modules/x', prd],
  ['envs/dev/.terragrunt-cache/x/y', shared],
  ['envs/shared/is prod/x', prd],
  ['.hidden/x', shared],
  ['', nobody],
  ['envs/production', nobody],
]

function makeDirectories(world: World): string {
  const root = writeRepository(world, hcl, { 'common.tfvars': '', 'prod.tfvars': '' })
  for (const [name] of places) fs.mkdirSync(path.join(root, name), { recursive: true })
  // tfsso ignores a tfsso.hcl in a downloaded module.
  write(path.join(root, 'envs/prod/.terraform/modules/x/tfsso.hcl'), 'nonsense = 1\n')
  return root
}

test('a directory below a tfsso.hcl has the account whose paths match it; with a grant no shell starts node', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  const root = makeDirectories(world)
  await world.logIn()
  const inOneShell = (number: number) => [shells[number % shells.length] ?? []]
  const plan = (shellsOf: (number: number) => string[][]) =>
    runInTurn(
      world,
      places.flatMap(([directory, identity], number) => {
        const cwd = path.join(root, directory)
        const run = { args: ['plan'], cwd, env: { PWD: cwd } }
        return shellsOf(number).map((shell) => ({ directory, identity, shell, ...run }))
      }),
    )
  const made = await plan(inOneShell)
  t.is((await world.tfsso(['prompt'], { cwd: root })).stdout, '')
  write(path.join(world.prefix, 'libexec/node-path'), '/bin/false\n')
  for (const { directory, identity, shell, exitCode, stderr, env } of [
    ...made,
    ...(await plan(() => shells)),
  ]) {
    const title = `${directory} ${shell}`
    t.deepEqual([exitCode, stderr], [0, ''], title)
    t.is(world.identity(env), identity, title)
    const given = Object.keys(env).filter((name) =>
      /^(TFSSO_GIVEN|TFSSO_WAS|TF_CLI|AWS_REGION)/.test(name),
    )
    if (identity === nobody) t.deepEqual(given, [], title)
  }
  // After an edit of tfsso.hcl, no directory's grant is good. So each run needs node, and fails.
  fs.appendFileSync(path.join(root, 'tfsso.hcl'), '# edited\n')
  for (const { directory, exitCode } of await plan(inOneShell)) t.is(exitCode, 1, directory)
})

test('edits of tfsso.hcl move a directory to no account, and to another account; prompt shows the account of the last run', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const root = makeDirectories(world)
  await world.logIn()
  const cwd = path.join(root, 'envs/prod')
  const prompt = async () => (await world.tfsso(['prompt'], { cwd })).stdout
  t.is(await prompt(), '')
  const edits: [from: string, to: string, identity: string, prompt: RegExp][] = [
    ['', '', prd, /^prod DevOpsPrd >30m\n$/],
    ['"envs/prod"', '"elsewhere"', nobody, /^$/],
    ['{shared,dev}', '{shared,prod}', shared, /^shared DevOps >30m\n$/],
  ]
  for (const [from, to, identity, shown] of edits) {
    const file = path.join(root, 'tfsso.hcl')
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(from, to))
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
    t.is(exitCode, 0, stderr)
    t.is(world.identity(world.lastStart().env), identity, to)
    t.regex(await prompt(), shown)
  }
})

test('the nearest of tfsso.hcl and Leverage’s files decides', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const run = async (cwd: string) => {
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
    t.is(exitCode, 0, stderr)
    return world.identity(world.lastStart().env)
  }
  const layer = world.layer('apps-prd/net')
  const modules = path.join(world.project, 'modules')
  fs.mkdirSync(modules)
  const other = `${ssoBlock('acme')}account "a" {\n  id = "333333333333"\n  role = "Auditor"\n  paths = ["."]\n}\n`
  // If no account.tfvars is nearer, a tfsso.hcl above the project decides.
  const above = write(path.join(world.root, 'tfsso.hcl'), other)
  t.is(await run(layer), prd)
  t.is(await run(modules), '333333333333 Auditor')
  fs.rmSync(above)
  // A tfsso.hcl in the project's directory decides, even if an account.tfvars is nearer.
  // test/unit/layout/nearest.test.ts has more.
  write(path.join(world.project, 'tfsso.hcl'), other)
  t.is(await run(layer), '333333333333 Auditor')
})

test('with a mistake in tfsso.hcl, only commands that can’t run without credentials fail', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const root = writeRepository(world, `${hcl}unknown = 1\n`)
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd: root })
  t.is(exitCode, 78)
  t.regex(stderr, /tfsso\.hcl, line \d+: unknown key unknown/)
  for (const command of ['version', 'validate'])
    for (const shell of command === 'version' ? shells : shells.slice(0, 1))
      t.like(await world.terraform([command], { cwd: root, shell }), { exitCode: 0, stderr: '' })
})

test('a run exits with 78 if its directory has two accounts, or if the account has no role', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const block = (name: string, lines: string) => `account "${name}" {\n${lines}\n}\n`
  const root = writeRepository(
    world,
    [
      ssoBlock('acme'),
      block('a', 'id = "222222222222"\nrole = "DevOpsPrd"\npaths = ["tied", "a"]'),
      block('b', 'id = "111111111111"\nrole = "DevOps"\npaths = ["tied"]'),
      block('short', 'id = 012345678901\nrole = "DevOps"\npaths = ["short"]'),
      block('none', 'id = "111111111111"\npaths = ["none"]'),
    ].join(''),
  )
  const run = (name: string, env: Record<string, string> = {}) => {
    const cwd = path.join(root, name)
    fs.mkdirSync(cwd, { recursive: true })
    return world.terraform(['plan'], { cwd, env })
  }
  const tied = await run('tied')
  t.is(tied.exitCode, 78)
  t.regex(tied.stderr, /tied belongs to several accounts: a .*, b /)
  t.regex((await run('none')).stderr, /line 20: account "none": role is missing/)
  // Mistakes in other accounts (`short`) don't stop this run.
  t.is((await run('none', { TFSSO_ROLE: 'DevOps' })).exitCode, 0)
})

test('a run exits with 78 if links make its directory belong to two accounts', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  const root = makeDirectories(world)
  await world.logIn()
  fs.symlinkSync('../prod', path.join(root, 'envs/shared/borrowed'))
  fs.symlinkSync('../shared', path.join(root, 'envs/prod/of shared'))
  fs.symlinkSync('envs/prod', path.join(root, 'no account'))
  fs.symlinkSync(root, path.join(world.root, 'by a link'))
  fs.mkdirSync(path.join(root, 'envs/prod/net'), { recursive: true })
  /** `asks`: even with a grant, the shim asks node whether the paths with and without the link are in two accounts */
  const cases: { directory: string; expected: number; asks: boolean }[] = [
    { directory: 'a repository/envs/shared/borrowed/net', expected: 78, asks: true },
    { directory: 'a repository/envs/prod/of shared', expected: 78, asks: true },
    { directory: 'a repository/no account/net', expected: 0, asks: true },
    { directory: 'by a link/envs/prod', expected: 0, asks: false },
  ]
  const runIn = (row: (typeof cases)[0], shell: string[] = []) => {
    const cwd = path.join(world.root, row.directory)
    return { ...row, args: ['plan'], cwd, shell, env: { PWD: cwd } }
  }
  const decided = cases.map((row, i) => runIn(row, shells[i % shells.length]))
  for (const { directory, expected, exitCode, stderr } of await runInTurn(world, decided)) {
    t.is(exitCode, expected, `${directory}: ${stderr}`)
    if (expected === 78) t.regex(stderr, /two accounts.*\((shared|prod)\)/s)
  }
  write(path.join(world.prefix, 'libexec/node-path'), '/bin/false\n')
  const again = shells.flatMap((shell) => cases.map((row) => runIn(row, shell)))
  for (const { directory, asks, shell, exitCode } of await runInTurn(world, again))
    t.is(exitCode, asks ? 1 : 0, `${shell} ${directory}`)
})

test('a run gets the files of var_files, and an init exits with 78 if it needs a backend config that is missing', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const root = writeRepository(world, `${hcl}backend_config = ["\${layer}/backend.hcl"]\n`, {
    'common.tfvars': '',
    'prod.tfvars': '',
    "envs/prod/it's/env.tfvars": '',
    "envs/prod/it's/main.tf": 'terraform {\n  backend "s3" {}\n}\n',
    'envs/prod/full/main.tf': 'terraform {\n  backend "s3" {\n    bucket = "b"\n  }\n}\n',
    'envs/prod/none/main.tf': '',
  })
  const cwd = path.join(root, "envs/prod/it's")
  const quoted = (file: string) => `'${path.join(root, file).replaceAll("'", "'\\''")}'`
  await world.terraform(['plan'], { cwd })
  t.is(
    world.lastStart().env.TF_CLI_ARGS_plan,
    ['common.tfvars', "envs/prod/it's/env.tfvars", 'prod.tfvars']
      .map((file) => `-var-file=""${quoted(file)}`)
      .join(' '),
  )
  const refused = await world.terraform(['init'], { cwd })
  t.is(refused.exitCode, 78)
  t.regex(refused.stderr, /the backend config is missing.*backend\.hcl\n/)
  const fine: [cwd: string, args: string[]][] = [
    [cwd, ['init', '-backend-config=bucket=x']],
    [cwd, ['init', '-backend-config', 'bucket=x']],
    [cwd, ['init', '-backend=false']],
    [path.join(root, 'envs/prod/full'), ['init']],
    [path.join(root, 'envs/prod/none'), ['init']],
  ]
  for (const [cwd, args] of fine)
    t.is((await world.terraform(args, { cwd })).exitCode, 0, args.join(' '))
  write(path.join(cwd, 'backend.hcl'), 'bucket = "x"\n')
  t.is((await world.terraform(['init'], { cwd })).exitCode, 0)
  t.true(
    world
      .lastStart()
      .env.TF_CLI_ARGS_init?.endsWith(`-backend-config=""${quoted("envs/prod/it's/backend.hcl")}`),
  )
})

test('outside a layer, exec and env exit with 78, but status, `exec --account` and `login --all` work', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const root = makeDirectories(world)
  await world.logIn()
  for (const command of [['exec', '--', 'true'], ['env']]) {
    const { exitCode, stderr } = await world.tfsso(command, { cwd: root })
    t.is(exitCode, 78)
    t.regex(stderr, /is in no layer/)
  }
  const { stdout } = await world.tfsso(['exec', '--account', 'shared', '--', 'env'], { cwd: root })
  t.regex(stdout, /^AWS_ACCESS_KEY_ID=/m)
  const status = await world.tfsso(['status', '--json'], { cwd: path.join(root, 'envs/dev') })
  t.is(status.exitCode, 0, status.stderr)
  const { project, layer, accounts } = JSON.parse(status.stdout)
  t.is(project.name, 'acme')
  t.like(layer, { account: 'shared', accountId: '111111111111' })
  t.deepEqual(
    accounts.map(({ name }: { name: string }) => name),
    ['prod', 'shared'],
  )
  t.is((await world.tfsso(['status'], { cwd: root })).exitCode, 0)
  const all = await world.tfsso(['login', '--all', '--json'], { cwd: root })
  t.deepEqual(
    JSON.parse(all.stdout).accounts.map(({ role }: { role: string }) => role),
    ['DevOpsPrd', 'DevOps'],
  )
})

test('inside `exec --role`, runs in the same layer use that role, and runs in other accounts do not', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  // One tfsso.hcl defines the accounts of two layers: the root and envs/dev.
  const root = writeRepository(world, hcl.replace('["envs/prod"', '[".", "envs/prod"'), {
    'main.tf': '',
    'envs/dev/main.tf': '',
  })
  await world.logIn()
  const shim = `"${world.prefix}/shims/terraform" plan`
  const line = `${shim}; cd envs/dev; ${shim}; cd ../..; ${shim}`
  const args = ['exec', '--role', 'ReadOnly', '--', 'sh', '-c', line]
  const { exitCode, stderr } = await world.tfsso(args, { cwd: root })
  t.is(exitCode, 0, stderr)
  t.deepEqual(
    world.starts().map(({ env }) => world.identity(env)),
    ['222222222222 ReadOnly', shared, '222222222222 ReadOnly'],
  )
})
