import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { shells } from '../rig/shells.ts'
import { placeStandIn } from '../rig/stand-in.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { writeProgram } from './programs.ts'

const shim = ({ prefix }: World) => path.join(prefix, 'shims/terragrunt')
const ask = ({ prefix }: World) => `"${prefix}/bin/tfsso" env --terragrunt`

const rows: [
  args: string[],
  env: Record<string, string>,
  command: ((world: World) => string) | string | undefined,
][] = [
  [['plan'], {}, ask],
  [['run', '--all', 'plan'], { TFSSO: 'on' }, ask],
  [['plan'], { TFSSO: 'args', TFSSO_CI_ROLE: 'none' }, ask],
  [['exec', '--', 'x', '--auth-provider-cmd', 'y'], {}, ask],
  [['plan'], { TFSSO: 'off' }, undefined],
  [['plan'], { TFSSO: 'args' }, undefined],
  [['plan'], { TG_AUTH_PROVIDER_CMD: 'own' }, 'own'],
  [['plan'], { TG_AUTH_PROVIDER_CMD: '' }, ''],
  [['plan'], { TERRAGRUNT_AUTH_PROVIDER_CMD: 'own' }, undefined],
  [['plan', '--auth-provider-cmd', 'own'], {}, undefined],
  [['plan', '--auth-provider-cmd=own'], {}, undefined],
  [['plan', '--terragrunt-auth-provider-cmd', 'own'], {}, undefined],
]

test('the shim becomes Terragrunt, with a credentials command if tfsso gives credentials and the person has set no such command', async (t) => {
  const world = await makeWorld(t)
  placeStandIn(path.join(world.root, 'real bin'), ['terragrunt'])
  for (const [i, [args, env, command]] of rows.entries()) {
    const [file = '', ...options] = shells[i % shells.length] ?? []
    const run = await world.run(file, [...options, shim(world), ...args], { env, cwd: world.root })
    t.deepEqual([run.exitCode, run.stdout, run.stderr], [0, '', ''])
    const start = world.lastStart()
    t.deepEqual([start.tool, start.args], ['terragrunt', args])
    const expected = typeof command === 'function' ? command(world) : command
    t.is(start.env.TG_AUTH_PROVIDER_CMD, expected, JSON.stringify([args, env]))
    t.is(start.env.TFSSO_GIVEN, undefined)
  }
  // Terragrunt can run `ask` in the project's root, which is in no layer.
  const told = await world.run('sh', ['-c', ask(world)])
  t.deepEqual([told.exitCode, told.stdout], [0, '{}\n'])
})

test('the shim finds Terragrunt by TFSSO_TERRAGRUNT or on PATH, ends a loop, and says what to do if there is none', async (t) => {
  const world = await makeWorld(t)
  const none = await world.run(shim(world), ['plan'])
  t.is(none.exitCode, 127)
  t.regex(none.stderr, /TFSSO_TERRAGRUNT=\/path\/to\/terragrunt/)
  t.regex(none.stderr, /tfsso setup --tools terraform,tofu/)
  const elsewhere = path.join(world.root, 'else where')
  placeStandIn(elsewhere, ['terragrunt'])
  const env = { TFSSO_TERRAGRUNT: path.join(elsewhere, 'terragrunt') }
  t.is((await world.run(shim(world), ['plan'], { env })).exitCode, 0)
  t.is(world.lastStart().tool, 'terragrunt')
  const which = await world.tfsso(['which', 'terragrunt'], { env })
  t.is(which.stdout, `${env.TFSSO_TERRAGRUNT}\n`)

  // This version manager starts tfsso's shim again, as if the shim were the next terragrunt on PATH.
  const manager = path.join(world.root, 'real bin/terragrunt')
  writeProgram(manager, '#!/bin/sh\nPATH=${PATH#*real bin:} exec "$SHIM" "$@"\n')
  const loop = { SHIM: shim(world), PATH: `${path.dirname(manager)}:/usr/bin:/bin` }
  t.is((await world.run(shim(world), ['plan'], { env: loop })).exitCode, 127)
  const ends = { ...loop, PATH: `${path.dirname(manager)}:${elsewhere}:/usr/bin:/bin` }
  t.is((await world.run(shim(world), ['plan'], { env: ends })).exitCode, 0)
  const wrong = await world.run(shim(world), ['plan'], { env: { ...env, TFSSO: 'yes' } })
  t.is(wrong.exitCode, 78)
  fs.rmSync(manager)
})

test('in a copy that Terragrunt makes of a unit, tofu gets the account and the arguments of the unit', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const unit = world.layer('apps-prd/net')
  const hash = 'Zm9vYmFyMDEyMzQ1Njc4OWFiY2R'
  const beside = `${unit}/.terragrunt-cache/${hash}/${hash}`
  const elsewhere = `${world.project}/shared/copies/${hash}/${hash}`
  // This directory is a layer of another account. Its path has slashes at the same distances from the end as a copy's
  // path.
  const alike = `${world.project}/shared/${'a'.repeat(13)}/${'b'.repeat(13)}/${'c'.repeat(27)}`
  for (const at of [beside, elsewhere, alike]) fs.mkdirSync(at, { recursive: true })
  const prd = '222222222222 DevOpsPrd'
  const own = { AWS_ACCESS_KEY_ID: 'AKIAJOB', AWS_SECRET_ACCESS_KEY: 'secret of the job' }
  const job = { TFSSO: 'args', TFSSO_CI_ROLE: 'ci', ...own }
  const cases: [cwd: string, env: Record<string, string>, identity: string, varFiles: boolean][] = [
    [beside, {}, prd, true],
    [elsewhere, {}, prd, false],
    [alike, {}, '111111111111 DevOps', true],
    [beside, job, 'nobody', true],
  ]
  for (const [i, [cwd, env, identity, varFiles]] of cases.entries()) {
    const { stdout, stderr } = await world.tfsso(['env', '--terragrunt'], { cwd: unit, env })
    t.is(stderr, '')
    const { awsCredentials: keys = {}, envs } = JSON.parse(stdout)
    const given = Object.entries(keys).map(([name, value]) => [`AWS_${name}`, value])
    const [file = '', ...options] = shells[i % shells.length] ?? []
    const run = await world.run(file, [...options, `${world.prefix}/shims/terraform`, 'plan'], {
      cwd,
      env: { ...env, ...envs, ...Object.fromEntries(given) },
    })
    t.deepEqual([run.exitCode, run.stderr], [0, ''], cwd)
    const start = world.lastStart()
    t.is(world.identity(start.env), identity, cwd)
    t.is((start.env.TF_CLI_ARGS_plan ?? '').includes('-var-file'), varFiles, cwd)
  }
})
