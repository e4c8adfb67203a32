import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

const network = 'apps-prd/us-east-1/net work'
const args = ['env', '--terragrunt']

interface Answer {
  awsCredentials?: Record<'ACCESS_KEY_ID' | 'SECRET_ACCESS_KEY' | 'SESSION_TOKEN', string>
  envs?: Record<string, string>
}

/** The environment that Terragrunt gives a unit after this answer (Terragrunt's internal/runner/run/creds). */
function asTerragrunt(env: Record<string, string>, { awsCredentials: keys, envs }: Answer) {
  return {
    ...env,
    ...envs,
    ...(keys && {
      AWS_ACCESS_KEY_ID: keys.ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: keys.SECRET_ACCESS_KEY,
      AWS_SESSION_TOKEN: keys.SESSION_TOKEN,
      AWS_SECURITY_TOKEN: keys.SESSION_TOKEN,
    }),
  }
}

async function answer(world: World, cwd: string, env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = await world.tfsso(args, { cwd, env })
  return { exitCode, stderr, answer: JSON.parse(stdout || 'null') as Answer }
}

const nasty = `it's "$(touch /tmp/no)" \`x\` \\ \n\t\u0001\u007f ü $HOME`

test('in every shell, env --terragrunt prints the layer’s credentials as valid JSON, and the shim undoes them with TFSSO=off', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  await world.logIn()
  const cwd = world.layer(network)
  const own = { AWS_PROFILE: nasty, AWS_SESSION_TOKEN: 'theirs', AWS_REGION: 'eu-west-1' }
  await world.terraform(['plan'], { cwd, env: own })
  // From here on node is not available.
  write(path.join(world.prefix, 'libexec/node-path'), '/bin/false\n')
  for (const shell of shells) {
    const [file = '', ...options] = shell
    const bin = path.join(world.prefix, 'bin/tfsso')
    const ask = async (env: Record<string, string>) => {
      const { stdout, stderr } = await world.run(file, [...options, bin, ...args], { cwd, env })
      t.is(stderr, '')
      return JSON.parse(stdout) as Answer
    }
    const first = await ask(own)
    t.deepEqual(Object.keys(first), ['awsCredentials', 'envs'])
    const env = asTerragrunt(own, first)
    t.is(world.identity(env), '222222222222 DevOpsPrd')
    const { envs = {} } = first
    t.deepEqual(
      [envs.AWS_PROFILE, envs.TFSSO_WAS_AWS_PROFILE, envs.AWS_REGION],
      ['', nasty, undefined],
    )
    // TFSSO_GIVEN names no region, because the person has set one.
    t.is(envs.TFSSO_GIVEN, '')
    t.true(envs.AWS_CONFIG_FILE?.startsWith(`${world.home}/.cache/tfsso/`))
    t.false(JSON.stringify(envs).includes(String(first.awsCredentials?.SECRET_ACCESS_KEY)))
    // A second answer, given in the resulting environment, changes nothing.
    t.deepEqual(asTerragrunt(env, await ask(env)), env)

    // With TFSSO=off the shim restores the person's own environment.
    const run = async (options: { TFSSO?: string }, at: string) => {
      await world.terraform(['plan'], { cwd: at, shell, env: { ...env, ...options } })
      const start = world.lastStart().env
      return { start, who: world.identity(start) }
    }
    t.is((await run({}, cwd)).who, '222222222222 DevOpsPrd')
    const { start, who } = await run({ TFSSO: 'off' }, cwd)
    t.is(who, 'nobody')
    t.deepEqual(
      Object.fromEntries(Object.entries(start).filter(([name]) => /^(AWS_|TFSSO_[GW])/.test(name))),
      { ...world.emulator.env(), ...own },
    )
  }
})

test('a unit that starts in the environment of another account’s unit keeps nothing of that account', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const [one, two] = [world.layer(network), world.layer('shared/global/base')]
  const first = await answer(world, one)
  const env = asTerragrunt({}, first.answer)
  // Ask in the person's environment, then in the first unit's.
  for (const before of [{}, env]) {
    const second = await answer(world, two, before)
    t.is(world.identity(asTerragrunt(env, second.answer)), '111111111111 DevOps')
    await world.terraform(['plan'], { cwd: two, env: asTerragrunt(env, second.answer) })
    t.is(world.identity(world.lastStart().env), '111111111111 DevOps')
  }
  const inExec = await world.tfsso(['exec', '--', 'tfsso', ...args], { cwd: one })
  t.is(world.identity(asTerragrunt({}, JSON.parse(inExec.stdout))), '222222222222 DevOpsPrd')
})

test('env --terragrunt prints {} where there are no credentials to give, and fails if the project’s settings are wrong', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const cwd = world.layer(network)
  const nothing = { exitCode: 0, stderr: '', answer: {} }
  t.deepEqual(await answer(world, '/'), nothing)
  t.deepEqual(await answer(world, path.join(world.project, 'apps-prd/config')), nothing)
  t.deepEqual(await answer(world, cwd, { TFSSO: 'off' }), nothing)
  t.deepEqual(await answer(world, cwd, { TFSSO: 'args' }), nothing)
  const common = path.join(world.project, 'config/common.tfvars')
  write(common, 'project = "bb"\nsso_enabled = false\n')
  t.deepEqual(await answer(world, cwd), nothing)
  write(common, 'sso_enabled = true\n')
  const broken = await answer(world, cwd)
  t.deepEqual([broken.exitCode, broken.answer], [78, null])
  for (const option of ['--json', '--unset'])
    t.is((await world.tfsso([...args, option], { cwd })).exitCode, 1)
})

test('many units at the same time share one login; if nobody can log in, they exit with 77', async (t) => {
  const world = await makeWorld(t)
  const layers = ['apps-prd/one', 'apps-prd/two', 'shared/one', 'security/one'].map((name) =>
    world.layer(name),
  )
  const alone = await world.tfsso(args, { cwd: layers[0] ?? '' })
  t.deepEqual([alone.exitCode, alone.stdout], [77, ''])
  const lines = layers.map(
    (cwd, i) => `(cd '${cwd}' && tfsso env --terragrunt >'${world.root}/${i}')&`,
  )
  const { exitCode, screen } = await world.inTerminal(`${lines.join('\n')}\nwait`)
  t.is(exitCode, 0, screen)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  const answers = await Promise.all(
    layers.map(async (_, i) => JSON.parse((await world.run('cat', [`${world.root}/${i}`])).stdout)),
  )
  t.deepEqual(
    answers.map((one) => world.identity(asTerragrunt({}, one)).split(' ')[0]),
    ['222222222222', '222222222222', '111111111111', '333333333333'],
  )
})
