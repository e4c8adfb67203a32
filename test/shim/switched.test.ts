import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { write } from '../rig/project.ts'
import { s3Layer, ssoBlock, writeRepository } from '../rig/repository.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { coldAndWarm } from '../rig/shells.ts'
import { makeWorld, type RunOptions, type World } from '../rig/world.ts'

const prd = '222222222222 DevOpsPrd'
const hub = '111111111111 DevOps'
const sec = '333333333333 Auditor'

const block = (name: string, id: string, role: string, lines: string) =>
  `account "${name}" {\n  id = "${id}"\n  role = "${role}"\n${lines}\n}\n`

const hcl = [
  ssoBlock('acme'),
  block('prod', '222222222222', 'DevOpsPrd', 'paths = ["stacks"]\nworkspaces = ["*-production"]'),
  block('hub', '111111111111', 'DevOps', 'paths = ["stacks"]\nworkspaces = ["default"]'),
  block(
    'sec',
    '333333333333',
    'Auditor',
    'paths = ["stacks"]\nworkspaces = ["*-security", "twice-*"]',
  ),
  block('test', '111111111111', 'DevOps', 'paths = ["infra", "mirror"]\nbuckets = ["acme-test-*"]'),
  block(
    'live',
    '222222222222',
    'DevOpsPrd',
    'paths = ["infra", "mirror"]\nbuckets = ["acme-live-*"]',
  ),
  block('one', '111111111111', 'DevOps', 'paths = ["vars"]'),
  block('two', '222222222222', 'DevOpsPrd', 'paths = ["vars"]'),
  'var_files = ["envs/${workspace}.tfvars"]\n',
].join('')

function makeRepository(world: World) {
  const root = writeRepository(world, hcl, {
    'stacks/main.tf': 'terraform {\n  backend "local" {}\n}\n',
    'infra/main.tf': s3Layer({ key: 'k' }),
    'infra/live.hcl': 'bucket = "acme-live-tfstate"\n',
    'infra/test.tfbackend.json': '{"bucket": "acme-test-tfstate"}',
    'vars/main.tf': '',
    'envs/web-production.tfvars': '',
  })
  const select = (name: string) => write(path.join(root, 'stacks/.terraform/environment'), name)
  const store = (bucket: string) =>
    write(
      path.join(root, 'infra/.terraform/terraform.tfstate'),
      JSON.stringify({ version: 3, backend: { type: 's3', config: { bucket } } }),
    )
  /** Returns the run's account and role, or its exit code and message, or `not started`. */
  const run = async (directory: string, line: string, options: RunOptions = {}) => {
    const before = world.starts().length
    const cwd = path.join(root, directory)
    const { exitCode, stderr } = await world.terraform(line.split(' '), { cwd, ...options })
    if (exitCode !== 0) return `${exitCode} ${stderr}`
    if (world.starts().length === before) return 'not started'
    return world.identity(world.lastStart().env)
  }
  return { root, select, store, run }
}

test('the bucket that a command names also decides the account of a directory that is reached through a link', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const { root, run } = makeRepository(world)
  fs.symlinkSync('infra', path.join(root, 'mirror'))
  const env = { PWD: path.join(root, 'mirror') }
  t.is(await run('mirror', 'init -backend-config=live.hcl', { env }), prd)
  t.regex(await run('mirror', 'init -backend-config=bucket=other', { env }), /^78 /)
})

test('in every shell, the account depends on the command’s workspace, else on TF_WORKSPACE, else on the selected workspace', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const { root, run, select } = makeRepository(world)
  /** test/unit/layout/tfsso-hcl/product.test.ts has all combinations. */
  const rows: [string, string, string | undefined, string][] = [
    ['', 'plan', undefined, hub],
    ['', 'workspace select web-production', undefined, prd],
    ['', 'plan', undefined, hub],
    ['', 'env new web-production', undefined, prd],
    ['web-production\n', 'apply', undefined, prd],
    ['web-production\n', 'workspace select default', undefined, hub],
    ['web-production\n', 'init', undefined, prd],
    ['web-production\n', 'apply', 'a-security', sec],
    ['web-production\n', 'apply', undefined, prd],
    ['default', 'apply', undefined, hub],
  ]
  for (const [number, [selected, line, variable, expected]] of rows.entries()) {
    select(selected)
    // If the command names the workspace, node decides the account in each run. The shell makes no difference, so try
    // only one.
    const named = /(select|new) /.test(line)
    const inShells = coldAndWarm(number).slice(0, named ? 1 : undefined)
    const runs = inShells.map((shell) => ({
      ...{ args: line.split(' '), cwd: path.join(root, 'stacks'), shell },
      env: { TF_WORKSPACE: variable },
    }))
    for (const { exitCode, stderr, env } of await runInTurn(world, runs))
      t.deepEqual([exitCode, stderr, world.identity(env)], [0, '', expected], `${selected} ${line}`)
  }
  select('web-production')
  await run('stacks', 'plan')
  t.regex(world.lastStart().env.TF_CLI_ARGS_plan ?? '', /envs\/web-production\.tfvars/)
  t.is(await run('stacks', 'plan', { env: { TF_CLI_ARGS_plan: '-lock=false' } }), prd)
  const none = { env: { TF_WORKSPACE: 'dev' } }
  const said = await run('stacks', 'plan', none)
  t.regex(said, /^78 .*The current workspace or bucket of .*stacks belongs to no account\./)
  t.regex(
    said,
    /prod \(.*line 5; workspaces \*-production\).*The current workspace is "dev" \(set by TF_WORKSPACE\)/s,
  )
  t.regex(said, /workspace select NAME\n {2}Or name the account for this run: TFSSO_ACCOUNT=prod/)
  t.is(await run('stacks', 'version', none), 'nobody')
  t.regex(await run('stacks', 'apply no-plan'), /^78 .*can't be read as a plan/)
})

test('the account depends on the bucket that init configures, or else on the stored bucket', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const { run, root, store } = makeRepository(world)
  const [one, two] = [hub, prd] // the owners of the buckets acme-test-… and acme-live-…
  t.regex(await run('infra', 'plan'), /^78 .*The current bucket is none \(.*terraform\.tfstate\)/s)
  t.is(await run('infra', 'init -backend-config=live.hcl'), two)
  t.regex(await run('infra', 'plan'), /^78 /, 'what the arguments decided was for that run only')
  t.is(await run('infra', 'init -backend-config test.tfbackend.json'), one)
  store('acme-test-tfstate')
  t.is(await run('infra', 'plan'), one)
  t.is(await run('infra', 'init'), one)
  t.is(await run('infra', 'init -reconfigure -backend-config=live.hcl'), two)
  const env = { TF_CLI_ARGS_init: "-backend-config='live.hcl'" }
  t.is(await run('infra', 'init', { env }), two)
  t.is(await run('infra', 'init -backend-config=bucket=acme-test-x', { env }), one)
  t.is(await run('infra', 'plan'), one)
  t.regex(
    await run('infra', 'init -backend-config=bucket=other'),
    /^78 .*The current bucket is "other"/s,
  )
  store('acme-live-tfstate')
  t.is(await run('infra', 'apply'), two)
  // tfsso reads the stored bucket from the data directory that TF_DATA_DIR names.
  t.regex(await run('infra', 'plan', { env: { TF_DATA_DIR: 'other' } }), /^78 /)
  fs.renameSync(path.join(root, 'infra/.terraform'), path.join(root, 'infra/other'))
  t.is(await run('infra', 'plan', { env: { TF_DATA_DIR: 'other' } }), two)
})

test('TFSSO_ACCOUNT chooses one of the directory’s accounts, for one run or for all runs inside exec', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const { run, root } = makeRepository(world)
  const env = { TFSSO_ACCOUNT: 'two' }
  t.regex(await run('vars', 'plan'), /^78 .*belongs to several accounts:.*TFSSO_ACCOUNT=one/s)
  for (const [name, expected] of [
    ['two', prd],
    ['one', hub],
    ['two', prd],
  ] as const) {
    t.is(await run('vars', 'plan', { env: { TFSSO_ACCOUNT: name } }), expected)
    t.is(world.lastStart().env.TFSSO_ACCOUNT, undefined)
  }
  t.regex(await run('vars', 'plan', { env: { TFSSO_ACCOUNT: 'prod' } }), /^78 .*one, two/s)
  const cwd = path.join(root, 'vars')
  const shown = await world.tfsso(['exec', '--', 'sh', '-c', 'echo $TFSSO_ACCOUNT'], { cwd, env })
  t.deepEqual([shown.stdout, shown.stderr], ['two\n', ''])
  const layer = world.layer('shared/net')
  const own = (name: string) =>
    world.terraform(['plan'], { cwd: layer, env: { TFSSO_ACCOUNT: name } })
  t.is((await own('shared')).exitCode, 0)
  t.is((await own('apps-prd')).exitCode, 78)
})

test('status, prompt, which and the message before an apply name the workspace', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const { run, root, select } = makeRepository(world)
  select('web-production')
  const cwd = path.join(root, 'stacks')
  const said = await world.terraform(['apply'], { cwd, env: { TFSSO_QUIET: '0' } })
  const line = 'tfsso: prod (222222222222) as DevOpsPrd, workspace web-production\n'
  t.is(said.stderr, line)
  const which = async (env: Record<string, string>, from = cwd) => {
    const { exitCode, stdout, stderr } = await world.tfsso(['which'], { cwd: from, env })
    t.deepEqual([exitCode, stdout], [0, `${world.root}/real bin/terraform\n`])
    return stderr
  }
  t.is(await which({ TFSSO_QUIET: '0' }), line)
  t.is(await which({}), '')
  t.is(await which({ TFSSO_QUIET: '0', TF_WORKSPACE: 'x' }), '')
  t.is(await which({ TFSSO_QUIET: '0' }, root), '')
  t.regex(await which({ TFSSO_QUIET: '0', TFSSO_NODE_OPTIONS: '--nonsense' }), /--nonsense/)
  t.true((await world.inTerminal('tfsso which', { cwd })).screen.includes(line.trimEnd()))
  t.is((await world.tfsso(['prompt'], { cwd })).stdout, 'prod DevOpsPrd web-production >30m\n')
  t.regex((await world.tfsso(['status'], { cwd })).stdout, /^Workspace +web-production$/m)
  const tofu = { TFSSO_TOOL: 'tofu', TF_WORKSPACE: 'x' }
  const lost = await world.tfsso(['status'], { cwd, env: tofu })
  t.regex(`${lost.stdout}${lost.stderr}`, /tofu workspace select NAME/)
  const only = { TFSSO_TERRAFORM: '/nowhere/terraform', TF_WORKSPACE: 'x' }
  const checked = await world.tfsso(['doctor'], { cwd, env: only })
  t.regex(checked.stdout, /tofu workspace select\s+NAME/)
  t.regex((await world.tfsso(['prompt'], { cwd, env: { TF_WORKSPACE: 'x' } })).stdout, /\?$/m)
  select('default')
  t.regex((await world.tfsso(['prompt'], { cwd })).stdout, /\?$/m)
  t.is(await run('stacks', 'plan'), hub)
  t.is((await world.tfsso(['prompt'], { cwd })).stdout, 'hub DevOps default >30m\n')
})
