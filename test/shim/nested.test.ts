import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import type { World } from '../rig/world.ts'
import { runInside } from './run-inside.ts'

type Variables = Record<string, string | undefined>

/** A `plan` replaces or clears all of these except TF_CLI_ARGS_apply. */
const own: Variables = {
  AWS_PROFILE: 'mine',
  AWS_ACCESS_KEY_ID: 'AKIAOWN',
  AWS_SECRET_ACCESS_KEY: 'own secret',
  AWS_CONFIG_FILE: '/nowhere/own config',
  AWS_ROLE_ARN: "an 'arn' $(x)",
  TF_CLI_ARGS_plan: "-var 'a=$(b) c'",
  TF_CLI_ARGS_apply: '-parallelism=3',
}

/** Leaves out what differs in every run. */
function comparable(env: Record<string, string>): Variables {
  const { PWD, OLDPWD, SHLVL, _, TFSSO_TRIED, STANDIN_RUN, STANDIN_STARTS, ...rest } = env
  return rest
}

const there = { cd: 'apps-prd/net', args: 'plan' }
interface Inner {
  title: string
  cd: string
  args: string
  /** sh code before the inner run */
  script?: string
  /** variables with the effect of `script` */
  same?: Variables
}

const inner: Inner[] = [
  { title: "another account's layer", cd: 'shared/net', args: 'plan' },
  { title: 'the same layer', ...there },
  { title: 'another command', cd: 'shared/net', args: 'output' },
  { title: 'by -chdir', cd: '.', args: '-chdir=shared/net plan' },
  { title: 'init', cd: 'shared/net', args: 'init' },
  { title: 'a plan file', cd: 'shared/net', args: 'apply p' },
  { title: 'outside a layer', cd: '.', args: 'plan' },
  { title: 'a command without credentials', cd: 'apps-prd/net', args: 'version' },
  { title: 'off', ...there, script: 'export TFSSO=off', same: { TFSSO: 'off' } },
  {
    title: 'args',
    cd: 'shared/net',
    args: 'plan',
    script: 'export TFSSO=args',
    same: { TFSSO: 'args' },
  },
  {
    title: "profiles from a job's credentials",
    cd: 'shared/net',
    args: 'plan',
    script: 'export TFSSO=args TFSSO_CI_ROLE=ci AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=B',
    same: {
      TFSSO: 'args',
      TFSSO_CI_ROLE: 'ci',
      AWS_ACCESS_KEY_ID: 'A',
      AWS_SECRET_ACCESS_KEY: 'B',
    },
  },
  {
    title: 'a profile set in between',
    cd: '.',
    args: 'plan',
    script: 'export AWS_PROFILE=x',
    same: { AWS_PROFILE: 'x' },
  },
  {
    title: 'a profile set in between, in a layer',
    ...there,
    script: 'export AWS_PROFILE=x',
    same: { AWS_PROFILE: 'x' },
  },
  {
    title: 'a region set in between',
    ...there,
    script: 'export AWS_REGION=eu-west-1',
    same: { AWS_REGION: 'eu-west-1' },
  },
  {
    title: 'an AWS config set in between',
    cd: '.',
    args: 'plan',
    script: 'export AWS_CONFIG_FILE=/x',
    same: { AWS_CONFIG_FILE: '/x' },
  },
  {
    title: 'keys set in between, all of them',
    cd: '.',
    args: 'plan',
    script: 'export AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=B AWS_SESSION_TOKEN=C',
    same: { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'B', AWS_SESSION_TOKEN: 'C' },
  },
  {
    title: 'keys set in between, without a session token',
    cd: '.',
    args: 'plan',
    script: 'export AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=B',
    same: { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'B' },
  },
  {
    title: 'arguments added after tfsso’s in between',
    ...there,
    script: 'export TF_CLI_ARGS_plan="$TF_CLI_ARGS_plan -lock=false"',
    same: { TF_CLI_ARGS_plan: `${own.TF_CLI_ARGS_plan} -lock=false` },
  },
  {
    title: 'arguments added before tfsso’s in between',
    cd: '.',
    args: 'plan',
    script: 'export TF_CLI_ARGS_plan="-lock=false $TF_CLI_ARGS_plan"',
    same: { TF_CLI_ARGS_plan: `-lock=false ${own.TF_CLI_ARGS_plan}` },
  },
  {
    title: 'arguments replaced in between',
    cd: 'shared/net',
    args: 'plan',
    script: 'export TF_CLI_ARGS_plan=-lock=false',
    same: { TF_CLI_ARGS_plan: '-lock=false' },
  },
  {
    title: 'in a run inside the run',
    cd: '.',
    args: 'plan',
    script: 'cd security/net; STANDIN_RUN="cd ../..; terraform plan" exec terraform apply',
  },
  {
    title: 'in the same layer again, in a run inside the run',
    ...there,
    script:
      'cd security/net; STANDIN_RUN="cd ../../apps-prd/net; terraform plan" exec terraform plan',
  },
]

const shared = shareWorld(async (world) => {
  for (const account of ['apps-prd', 'shared', 'security']) world.layer(`${account}/net`)
  await world.logIn()
  return world
})

/** These runs are not inside another run. */
async function direct(world: World, rows: Inner[], mine: Variables): Promise<Variables[]> {
  const runs = rows.map(({ title, cd, args, same }, i) => ({
    title,
    args: args.split(' '),
    cwd: path.join(world.project, cd),
    shell: shells[i % shells.length] ?? [],
    env: { ...mine, ...same },
  }))
  return (await runInTurn(world, runs)).map(({ title, starts, env }) => {
    if (starts.length === 0) throw new Error(`not started: ${title}`)
    return comparable(env)
  })
}

async function nested(
  world: World,
  rows: Inner[],
  mine: Variables,
  shell: string[],
): Promise<Variables[]> {
  const scripts = rows.map(
    ({ cd, args, script = '' }) => `cd ../..; ${script}\ncd "${cd}"; exec terraform ${args}`,
  )
  const cwd = path.join(world.project, 'apps-prd/net')
  const { inner } = await runInside(world, ['plan'], scripts, { cwd, shell, env: mine })
  return inner.map((start) => comparable(start?.env ?? {}))
}

let alone: Promise<Variables[]> | undefined
for (const shell of shells) {
  test.serial(`${shell[0]}: a run inside a run gets what it would get on its own`, async (t) => {
    const world = await shared(t)
    alone ??= direct(world, inner, own)
    const expected = await alone
    for (const [i, env] of (await nested(world, inner, own, shell)).entries())
      t.deepEqual(env, expected[i], inner[i]?.title)
  })
}

test.serial(
  'a run inside a run gets what it would get on its own, also if the person has set no variables',
  async (t) => {
    const world = await shared(t)
    const rows = inner.filter(({ title }) => !title.startsWith('arguments added'))
    const expected = await direct(world, rows, {})
    for (const [number, shell] of shells.entries()) {
      const isOurs = (_: unknown, i: number) => i % shells.length === number
      const ours = rows.filter(isOurs)
      t.deepEqual(await nested(world, ours, {}, shell), expected.filter(isOurs), shell[0])
    }
  },
)

test.serial('TFSSO_ROLE applies to the outer run, and not to a run inside it', async (t) => {
  const world = await shared(t)
  const cwd = path.join(world.project, 'apps-prd/net')
  const nested = { TFSSO_ROLE: 'ReadOnly', STANDIN_RUN: 'terraform plan' }
  for (const command of ['plan', 'output', 'validate']) {
    await world.terraform([command], { cwd, env: nested })
    const [outer, innermost] = world.starts().slice(-2)
    t.is(world.identity(outer?.env ?? {}), '222222222222 ReadOnly', command)
    t.is(world.identity(innermost?.env ?? {}), '222222222222 DevOpsPrd', command)
    t.is(innermost?.env.TFSSO_ROLE, undefined)
  }
})

test.serial('the environment of a run cannot make a nested run execute code', async (t) => {
  const world = await shared(t)
  const cwd = path.join(world.project, 'apps-prd/net')
  const evil = 'x; touch "$HOME/evil"; $(touch "$HOME/evil") `touch "$HOME/evil"`'
  for (const shell of shells) {
    const { stderr } = await world.terraform(['plan'], {
      cwd,
      shell,
      env: {
        TFSSO_GIVEN: evil,
        TFSSO_GIVEN_ARGS_NAME: `TF_CLI_ARGS_${evil}`,
        TFSSO_GIVEN_ARGS: evil,
        TFSSO_GIVEN_AWS_CONFIG_FILE: evil,
        AWS_CONFIG_FILE: evil,
        TFSSO_WAS_AWS_CONFIG_FILE: evil,
        TFSSO_WAS_AWS_PROFILE: evil,
        TFSSO_TRIED: evil,
        TF_CLI_ARGS_plan: evil,
      },
    })
    t.is(stderr, '')
    t.deepEqual(fs.readdirSync(world.home).sort(), ['.aws', '.cache'])
  }
})
