import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import { secretsShown } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'

const network = 'apps-prd/us-east-1/net work'

/** Reads the output of several `env -0`, each followed by a marker. */
function readEnvironments(stdout: string): Record<string, string>[] {
  return stdout
    .split('\0=====\0')
    .slice(0, -1)
    .map((text) =>
      Object.fromEntries(
        text.split('\0').map((line) => {
          const [name = '', ...value] = line.split('=')
          return [name, value.join('=')]
        }),
      ),
    )
}

const show = `env -0; printf '=====\\0'`

/** The variables that `tfsso env` can set or clear. TFSSO_EXEC_GIVES is left out: in these tests, only exec sets it. */
const ours = (env: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => /^(TFSSO(?!_EXEC_GIVES)|AWS|TF)_|^TFSSO$/.test(name)),
  )

const nasty = `it's "$(touch /tmp/no)" \`x\` \\ \n'' $HOME`

const worldWithSession = shareWorld(async (world) => {
  await world.logIn()
  const { stderr } = await world.terraform(['plan'], { cwd: world.layer(network) })
  if (stderr !== '') throw new Error(stderr)
  return world
})

for (const shell of shells) {
  test(`${shell[0]}: eval "$(tfsso env)" gives the same environment as exec, and --unset undoes it`, async (t) => {
    const world = await worldWithSession(t)
    const cwd = world.layer(network)
    const [name = '', ...options] = shell
    const tfsso = `${shell.join(' ')} "${world.prefix}/bin/tfsso"`
    const own = { AWS_PROFILE: nasty, AWS_SESSION_TOKEN: '', AWS_ROLE_ARN: 'arn', TF_CLI_ARGS: 'x' }
    const line = `${show}; eval "$(${tfsso} env)"; ${show}; eval "$(${tfsso} env)"; ${show}
      ${tfsso} exec -- env -0; printf '=====\\0'; eval "$(${tfsso} env --unset)"; ${show}
      ${tfsso} env --unset`
    const { stdout, stderr } = await world.run(name, [...options, '-c', line], { cwd, env: own })
    t.is(stderr, '')
    const [before, given, again, exec, after] = readEnvironments(stdout).map(ours)
    t.is(world.identity(given ?? {}), '222222222222 DevOpsPrd')
    t.is(given?.AWS_PROFILE, undefined)
    t.is(given?.TFSSO_WAS_AWS_PROFILE, nasty)
    t.deepEqual(given, exec)
    t.deepEqual(again, given, 'twice is once')
    t.deepEqual(after, before)
    t.true(stdout.endsWith('=====\0'), 'a second --unset has nothing to say')
  })
}

test('after eval "$(tfsso env)", terraform and status in another layer use that layer’s account', async (t) => {
  const world = await worldWithSession(t)
  const cwd = world.layer(network)
  const other = world.layer('shared/global/base')
  const line = `eval "$(tfsso env)"; cd '${other}'; terraform plan; tfsso status --json; cd /; terraform plan`
  const notes = path.join(world.root, 'starts in another layer')
  fs.mkdirSync(notes)
  const { stdout } = await world.run('sh', ['-c', line], { cwd, env: { STANDIN_STARTS: notes } })
  const [inOther, outside] = world.startsIn(notes)
  t.is(world.identity(inOther?.env ?? {}), '111111111111 DevOps')
  t.is(world.identity(outside?.env ?? {}), 'nobody')
  t.is(JSON.parse(stdout).layer.account, 'shared')
  t.is(JSON.parse(stdout).layer.next, 'warm', 'by the person’s own AWS files, not by ours')
})

test('after eval "$(tfsso env)", tfsso configure changes the person’s own AWS config, not the run’s', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const cwd = world.layer(network)
  const config = path.join(world.home, '.aws/config')
  t.false(fs.existsSync(config))
  const line = `eval "$(tfsso env)"; before=$(cat "$AWS_CONFIG_FILE"); tfsso configure --yes || exit
    [ "$(cat "$AWS_CONFIG_FILE")" = "$before" ]`
  const { exitCode, stderr } = await world.run('sh', ['-c', line], { cwd })
  t.is(exitCode, 0, stderr)
  t.true(fs.existsSync(config))
})

test('env --json prints the same variables for editors, with null for each variable to unset', async (t) => {
  const world = await worldWithSession(t)
  const cwd = world.layer(network)
  const env = { AWS_PROFILE: nasty }
  const { exitCode, stdout, stderr } = await world.tfsso(['env', '--json'], { cwd, env })
  t.deepEqual([exitCode, stderr], [0, ''])
  const variables = JSON.parse(stdout)
  t.is(world.identity(variables), '222222222222 DevOpsPrd')
  t.is(variables.AWS_PROFILE, null)
  t.is(variables.TFSSO_WAS_AWS_PROFILE, nasty)
  t.is(variables.AWS_REGION, 'us-east-1')
  t.is(variables.TFSSO_PREFIX, undefined)
  // An editor can be started with this environment. `tfsso env` then prints the same again.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null))
  const again = await world.tfsso(['env', '--json'], { cwd, env: given as Record<string, string> })
  t.deepEqual(JSON.parse(again.stdout), given)
  const unset = await world.tfsso(['env', '--unset', '--json'], {
    cwd: '/',
    env: given as Record<string, string>,
  })
  t.is(JSON.parse(unset.stdout).AWS_ACCESS_KEY_ID, null)
  t.is(JSON.parse(unset.stdout).AWS_PROFILE, nasty)
})

test('env --account and --role also work outside a layer', async (t) => {
  const world = await worldWithSession(t)
  const args = ['env', '--account', 'apps-prd', '--role', 'ReadOnly', '--json']
  const { stdout } = await world.tfsso(args)
  t.is(world.identity(JSON.parse(stdout)), '222222222222 ReadOnly')
  t.false('TFSSO_ROLE' in JSON.parse(stdout))
  const none = await world.tfsso(['env'])
  t.is(none.exitCode, 78)
  t.is(none.stdout, '')
  t.regex(none.stderr, /in no layer.*\n.*\n.*tfsso env --account NAME/)
})

test('env prints no region if the person has set one', async (t) => {
  const world = await worldWithSession(t)
  const cwd = world.layer(network)
  const { stdout } = await world.tfsso(['env'], { cwd, env: { AWS_REGION: 'eu-west-1' } })
  t.notRegex(stdout, /REGION/)
})

test('inside a run of terraform, env --unset undoes everything that the run got from tfsso, arguments included', async (t) => {
  const world = await worldWithSession(t)
  const cwd = world.layer(network)
  const note = path.join(world.root, 'note')
  const notes = path.join(world.root, 'starts with arguments')
  fs.mkdirSync(notes)
  const env = {
    TF_CLI_ARGS_plan: '-parallelism=3',
    STANDIN_STARTS: notes,
    STANDIN_RUN: `eval "$(tfsso env --unset)"; env -0 >'${note}'`,
  }
  t.is((await world.terraform(['plan'], { cwd, env })).exitCode, 0)
  t.regex(world.startsIn(notes)[0]?.env.TF_CLI_ARGS_plan ?? '', /^-var-file=.* -parallelism=3$/)
  const inside = fs.readFileSync(note, 'utf8').split('\0')
  t.deepEqual(
    inside.filter((line) => line.startsWith('TF_CLI')),
    ['TF_CLI_ARGS_plan=-parallelism=3'],
  )
  t.false(inside.some((line) => /^(AWS_ACCESS_KEY_ID|TFSSO_GIVEN)/.test(line)))
})

test('with TFSSO=off or TFSSO=args env prints nothing on stdout, and says why on stderr', async (t) => {
  const world = await worldWithSession(t)
  const cwd = world.layer(network)
  for (const TFSSO of ['off', 'args']) {
    const { exitCode, stdout, stderr } = await world.tfsso(['env'], { cwd, env: { TFSSO } })
    t.deepEqual([exitCode, stdout], [0, ''])
    t.regex(stderr, /no credentials to give here/)
  }
})

test('without a session env exits with 77 and prints nothing', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer(network)
  const denied = await world.tfsso(['env'], { cwd })
  t.deepEqual([denied.exitCode, denied.stdout], [77, ''])
})

test('env prints secrets only on stdout', async (t) => {
  const world = await worldWithSession(t)
  const cwd = world.layer(network)
  for (const args of [['env'], ['env', '--json'], ['env', '--account', 'shared']]) {
    const { stdout, stderr } = await world.tfsso(args, { cwd, env: { TFSSO_DEBUG: '1' } })
    t.true(secretsShown(world, stdout).length > 0)
    t.deepEqual(secretsShown(world, stderr), [])
  }
})
