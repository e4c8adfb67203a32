import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { findProgram } from '../../lib/demo/environment.ts'
import { installation } from '../rig/install.ts'
import { needs } from '../rig/needs.ts'
import { write } from '../rig/project.ts'
import { asTerraformExec } from '../rig/terraform-exec.ts'
import { makeWorld, type World } from '../rig/world.ts'

/*
 * Programs that call terraform. The tests start terraform as these programs do: with their environment, directory,
 * terminal and number of parallel processes.
 */

const network = 'apps-prd/us-east-1/net'

const accountsGiven = (value = '') =>
  [...value.matchAll(/([^/'"]+)\/config\/account\.tfvars/g)].map(([, account]) => account)

test('terraform-exec: a run gets the layer’s credentials and arguments, also inside another run', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const cwd = world.layer(network)
  const args = ['plan', '-no-color', '-input=false', '-detailed-exitcode', '-lock=true']
  t.is((await world.terraform(args, { cwd, env: asTerraformExec({}) })).exitCode, 0)
  const outer = world.lastStart()
  t.is(world.identity(outer.env), '222222222222 DevOpsPrd')
  t.deepEqual(accountsGiven(outer.env.TF_CLI_ARGS_plan), ['apps-prd'])
  t.is(outer.env.TF_IN_AUTOMATION, '1')

  // A provider or provisioner can itself use terraform-exec, which drops the outer run's arguments.
  const other = world.layer('shared/global/base')
  await world.terraform(args, { cwd: other, env: asTerraformExec(outer.env) })
  const inner = world.lastStart()
  t.is(world.identity(inner.env), '111111111111 DevOps')
  t.deepEqual(accountsGiven(inner.env.TF_CLI_ARGS_plan), ['shared'])
  await world.terraform(['version', '-json'], { cwd: '/', env: asTerraformExec(outer.env) })
  t.is(world.identity(world.lastStart().env), 'nobody')
})

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()

test('pre-commit: many hooks at the same time work in a linked git worktree, without a terminal or a session', async (t) => {
  const world = await makeWorld(t)
  const layers = [network, 'apps-prd/databases-mysql --', 'shared/global/base']
  for (const layer of layers) world.layer(layer)
  git(world.project, 'init', '-q')
  git(world.project, 'add', '.')
  git(world.project, 'commit', '-qm', 'x')
  const linked = path.join(world.root, 'linked tree')
  git(world.project, 'worktree', 'add', '-q', '-b', 'linked', linked)
  // git sets these variables for a hook.
  const env = {
    GIT_DIR: git(linked, 'rev-parse', '--absolute-git-dir'),
    GIT_INDEX_FILE: path.join(git(linked, 'rev-parse', '--absolute-git-dir'), 'index'),
    GIT_PREFIX: '',
    GIT_EDITOR: ':',
    PRE_COMMIT: '1',
  }
  const commands = [
    ['fmt', '-no-color', 'main.tf'],
    ['init', '-backend=false', '-input=false', '-no-color'],
    ['validate', '-no-color'],
  ]
  const hooks = layers.flatMap((layer) =>
    commands.map(async (args) => world.terraform(args, { cwd: path.join(linked, layer), env })),
  )
  for (const { exitCode, stdout, stderr } of await Promise.all(hooks))
    t.deepEqual([exitCode, stdout, stderr], [0, '', ''])
  t.is(world.starts().length, hooks.length)
  for (const start of world.starts())
    for (const [name, value] of Object.entries(env)) t.is(start.env[name], value)
  t.is(world.emulator.calls.length, 0, 'nobody is asked, AWS included')
  t.is(git(linked, 'status', '--porcelain'), '')

  await world.logIn()
  const plan = { cwd: path.join(linked, network), env }
  t.is((await world.terraform(['plan'], plan)).exitCode, 0)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
})

const preCommit =
  process.env.TFSSO_TEST_PRE_COMMIT ??
  findProgram('pre-commit', process.env.PATH ?? '', installation())

needs('pre-commit', preCommit !== undefined)(
  'the real pre-commit works with many files at the same time, in a linked git worktree, without a session',
  async (t) => {
    const world = await makeWorld(t)
    const layers = Array.from({ length: 20 }, (_, n) => `apps-prd/us-east-1/net ${n}`)
    for (const layer of layers) world.layer(layer)
    const each = 'for f; do (cd "$(dirname "$f")" && terraform validate -no-color) || exit; done'
    const hook = { id: 'validate', name: 'validate', language: 'system', files: '/main\\.tf$' }
    const hooks = [{ ...hook, entry: `sh -c '${each}' --` }]
    const config = JSON.stringify({ repos: [{ repo: 'local', hooks }] })
    write(path.join(world.project, '.pre-commit-config.yaml'), config)
    git(world.project, 'init', '-q')
    git(world.project, 'add', '.')
    git(world.project, 'commit', '-qm', 'x')
    const linked = path.join(world.root, 'linked tree')
    git(world.project, 'worktree', 'add', '-q', '-b', 'linked', linked)
    const ran = await world.run(preCommit ?? '', ['run', '--all-files'], { cwd: linked })
    t.is(ran.exitCode, 0, `${ran.stdout}${ran.stderr}`)
    const found = world.starts().map(({ args, cwd }) => `${args[0]} ${path.relative(linked, cwd)}`)
    t.deepEqual(found.sort(), layers.map((layer) => `validate ${layer}`).sort())
    t.is(world.emulator.calls.length, 0, 'nobody is asked, AWS included')
  },
)

/** Checks out a pull request as Atlantis does. Returns the directory of a layer. */
function checkOut(world: World, workspace: string): string {
  const directory = path.join(world.root, '.atlantis/repos/org/le-tf-infra/7', workspace)
  fs.cpSync(world.project, directory, { recursive: true, verbatimSymlinks: true })
  return path.join(directory, network)
}

test('Atlantis: without a session, runs that need credentials exit with 77; with one, the runs in a checkout get its var-files', async (t) => {
  const world = await makeWorld(t)
  world.layer(network)
  const run = async (workspace: string, cwd: string) => {
    const plan = path.join(cwd, `org-le-tf-infra-${workspace}.tfplan`)
    const env = {
      ATLANTIS_TERRAFORM_VERSION: '1.11.0',
      DIR: cwd,
      PLANFILE: plan,
      PULL_NUM: '7',
      TF_IN_AUTOMATION: 'true',
      WORKSPACE: workspace,
    }
    const steps = [
      ['init', '-input=false', '-upgrade'],
      ['workspace', 'show'],
      ['workspace', 'select', workspace],
      ['plan', '-input=false', '-refresh', '-out', plan],
      ['show', '-json', plan],
      ['apply', '-input=false', plan],
    ]
    const codes: (number | undefined)[] = []
    for (const args of steps) codes.push((await world.terraform(args, { cwd, env })).exitCode)
    return codes
  }
  const places = ['default', 'staging'].map((name) => [name, checkOut(world, name)] as const)
  const [[name, cwd] = ['', '']] = places
  t.deepEqual(await run(name, cwd), [77, 0, 77, 77, 0, 77])
  t.is(world.emulator.count('StartDeviceAuthorization'), 0)

  await world.logIn()
  const before = world.starts().length
  const all = await Promise.all(places.map(([name, cwd]) => run(name, cwd)))
  t.deepEqual(all, [
    [0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0],
  ])
  for (const { args, env, cwd } of world.starts().slice(before)) {
    const [command = ''] = args
    if (command === 'workspace') continue
    t.is(world.identity(env), '222222222222 DevOpsPrd', args.join(' '))
    const given = env[`TF_CLI_ARGS_${command}`] ?? ''
    // The var-files come from the run's own checkout. Apply gets none, because a saved plan contains the values.
    t.is(
      given.includes(`${cwd.slice(0, -network.length)}config/`),
      /init|plan/.test(command),
      given,
    )
    t.is(env.TF_IN_AUTOMATION, 'true')
  }
})

test('a copy of a project in .terraform or .terragrunt-cache is not a project', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const unit = world.layer(network)
  for (const kept of ['.terragrunt-cache/x/y', '.terraform/modules/m/.terragrunt-cache/z']) {
    // A tool can copy a whole repository, with its accounts, into .terragrunt-cache or .terraform.
    const copy = path.join(unit, kept)
    write(path.join(copy, 'config/common.tfvars'), 'project = "other"\n')
    write(path.join(copy, 'shared/config/account.tfvars'), 'environment = "shared"\n')
    const cwd = path.join(copy, 'shared/module')
    write(path.join(cwd, 'main.tf'), '')
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
    t.is(exitCode, 0, stderr)
    t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd', kept)
    t.deepEqual(accountsGiven(world.lastStart().env.TF_CLI_ARGS_plan), ['apps-prd'])
    const status = await world.tfsso(['status', '--json'], { cwd })
    t.is(JSON.parse(status.stdout).layer.account, 'apps-prd')
  }
})
