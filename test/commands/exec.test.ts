import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { readConfig, runProcess } from '../rig/aws-config.ts'
import { write } from '../rig/project.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import { longAgo, putToken } from '../rig/token.ts'
import { makeWorld, type RunOptions, type World } from '../rig/world.ts'

const network = 'apps-prd/us-east-1/net work'

async function execEnvironment(world: World, options: string[], how: RunOptions = {}) {
  const { exitCode, stdout, stderr } = await world.tfsso(
    ['exec', ...options, '--', 'env', '-0'],
    how,
  )
  const variables = stdout.split('\0').slice(0, -1)
  const env = Object.fromEntries(
    variables.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  return { exitCode, stderr, env }
}

/** The names of the variables that a grant can set or clear. */
const ours = (env: Record<string, string> = {}) =>
  Object.keys(env)
    .filter((name) => /^(TFSSO|AWS|TF)_/.test(name))
    .sort()

/** Tests that use this world at the same time have different layers. */
const shared = shareWorld(async (world) => {
  await world.logIn()
  return world
})

test('exec gives keys, profiles and a region, and no arguments', async (t) => {
  const world = await shared(t)
  const cwd = world.layer('apps-prd/us-east-1/profiles', '# profile = "bb-shared-devops"\n')
  const own = { AWS_PROFILE: 'mine', TF_CLI_ARGS_plan: '-compact-warnings' }
  const { exitCode, stderr, env } = await execEnvironment(world, [], { cwd, env: own })
  t.deepEqual([exitCode, stderr], [0, ''])
  t.is(world.identity(env), '222222222222 DevOpsPrd')
  t.is(env.AWS_REGION, 'us-east-1')
  t.is(env.AWS_PROFILE, undefined)
  t.is(env.TF_CLI_ARGS_plan, '-compact-warnings')
  t.is(env.TF_CLI_ARGS_init, undefined)
  t.is(env.TFSSO_PREFIX, undefined)
  const profile = readConfig(env.AWS_CONFIG_FILE).get('profile bb-shared-devops')
  const keys = await runProcess(world, profile?.credential_process ?? '', env)
  t.is(world.identity(keys), '111111111111 DevOps')
})

test('a grant that exec has stored serves terraform, and a later exec', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer(network)
  await world.logIn()
  await execEnvironment(world, [], { cwd })
  const calls = world.emulator.count('GetRoleCredentials')
  t.is(calls, 1)
  // Without AWS and node, only a stored grant can work.
  await world.emulator.close()
  const broken = { TFSSO_NODE_OPTIONS: '--no-such-option' }
  t.is((await world.terraform(['plan'], { cwd, env: broken })).exitCode, 0)
  const { exitCode, env } = await execEnvironment(world, [], { cwd, env: broken })
  t.is(exitCode, 0)
  t.is(world.identity(env), '222222222222 DevOpsPrd')
})

for (const shell of shells) {
  test(`${shell[0]}: exec keeps pid, stdin, arguments and exit code`, async (t) => {
    const world = await shared(t)
    const cwd = world.layer(`apps-prd/us-east-1/${shell[0]} layer`)
    const tfsso = `${shell.join(' ')} "${world.prefix}/bin/tfsso"`
    const script = 'echo $$; cat; printf "<%s>" "$@"; exit 42'
    for (const state of ['cold', 'warm']) {
      const { stdout, stderr, exitCode } = await world.run(
        'sh',
        ['-c', `echo $$; exec ${tfsso} exec -- sh -c '${script}' x "a b" "" '*' -- --role`],
        { cwd, input: 'in\n' },
      )
      const [pid] = stdout.split('\n')
      t.deepEqual(
        [stdout, stderr, exitCode],
        [`${pid}\n${pid}\nin\n<a b><><*><--><--role>`, '', 42],
        state,
      )
    }
    const killed = await world.run('sh', ['-c', `exec ${tfsso} exec -- sh -c 'kill -KILL $$'`], {
      cwd,
    })
    t.is(killed.signal, 'SIGKILL')
  })

  test.serial(
    `${shell[0]}: a terraform that exec runs gets its own layer's credentials, or outside a layer those of exec`,
    async (t) => {
      const world = await shared(t)
      const cwd = world.layer(network)
      const other = world.layer('shared/global/base')
      const before = world.starts().length
      const env = { AWS_PROFILE: 'mine', TFSSO_ROLE: 'ReadOnly' }
      const shim = `${shell.join(' ')} "${world.prefix}/shims/terraform"`
      const line = `${shim} plan; cd '${other}'; ${shim} plan; cd /; ${shim} plan`
      const { exitCode, stderr } = await world.tfsso(['exec', '--', 'sh', '-c', line], { cwd, env })
      t.is(exitCode, 0, stderr)
      const starts = world.starts().slice(before)
      t.deepEqual(
        starts.map((start) => world.identity(start.env)),
        ['222222222222 ReadOnly', '111111111111 DevOps', '222222222222 ReadOnly'],
      )
      t.regex(
        starts[0]?.env.TF_CLI_ARGS_plan ?? '',
        /^-var-file=[^=]* project\/config\/common\.tfvars' -var-file=[^=]*apps-prd\/config\/account\.tfvars' [^=]*=[^=]*backend\.tfvars'$/,
      )
      // Outside a layer, terraform keeps everything that exec gave.
      const program = await execEnvironment(world, [], { cwd, env })
      t.deepEqual(ours(starts[2]?.env), ours({ ...program.env, TFSSO_TRIED: '' }))
    },
  )
}

test('--role uses another role of the account, for this exec only', async (t) => {
  const world = await shared(t)
  const cwd = world.layer('apps-prd/us-east-1/roles')
  for (const role of [['--role', 'ReadOnly'], ['--role=ReadOnly']]) {
    const { env } = await execEnvironment(world, role, { cwd })
    t.is(world.identity(env), '222222222222 ReadOnly')
    t.is(env.TFSSO_ROLE, undefined)
  }
  t.is(world.identity((await execEnvironment(world, [], { cwd })).env), '222222222222 DevOpsPrd')
  const wrong = await execEnvironment(world, ['--role', 'No Such'], { cwd })
  t.is(wrong.exitCode, 78)
  const denied = await execEnvironment(world, ['--role', 'Owner'], { cwd })
  t.is(denied.exitCode, 77)
  t.regex(denied.stderr, /Your roles there: DevOpsPrd, ReadOnly/)
})

test('if the role of an outer exec --role is denied, an inner exec --account says where the role comes from', async (t) => {
  const world = await shared(t)
  const outer = {
    TFSSO_EXEC_ROLE: 'Owner',
    TFSSO_EXEC_PLACES: path.join(world.project, 'apps-prd'),
  }
  const inner = await execEnvironment(world, ['--account', 'apps-prd'], { env: outer })
  t.is(inner.exitCode, 77)
  t.regex(
    inner.stderr,
    /do not have the role Owner [\s\S]*The role comes from --role or TFSSO_ROLE/,
  )
})

test('--account uses another account, inside and outside a layer', async (t) => {
  const accounts = [
    { name: 'shared', id: '111111111111', role: 'DevOps' },
    { name: 'apps-prd', id: '222222222222', role: 'DevOpsPrd', directory: 'prod apps' },
  ]
  const world = await makeWorld(t, { accounts })
  const cwd = world.layer('shared/global/base')
  await world.logIn()
  for (const at of [cwd, world.project]) {
    const given = await execEnvironment(world, ['--account', 'apps-prd'], { cwd: at })
    t.is(given.exitCode, 0, given.stderr)
    t.is(world.identity(given.env), '222222222222 DevOpsPrd', at)
    t.is(given.env.AWS_REGION, 'us-east-1')
    t.deepEqual(
      Object.keys(given.env).filter((name) => name.startsWith('TF_')),
      [],
    )
    t.true(readConfig(given.env.AWS_CONFIG_FILE).has('profile bb-apps-prd-devopsprd'))
  }
  // An exec inside another gets only its own account's keys.
  const line = '"$0/bin/tfsso" exec --account=shared -- env'
  const inner = await world.tfsso(
    ['exec', '--account=apps-prd', '--', 'sh', '-c', line, world.prefix],
    { cwd, env: { AWS_PROFILE: 'mine' } },
  )
  const key = /^AWS_ACCESS_KEY_ID=(.*)$/m.exec(inner.stdout)?.[1] ?? ''
  t.is(world.identity({ AWS_ACCESS_KEY_ID: key }), '111111111111 DevOps')
  t.regex(inner.stdout, /^TFSSO_WAS_AWS_PROFILE=mine$/m)
  t.notRegex(inner.stdout, /^TFSSO_WAS_AWS_ACCESS_KEY_ID=/m)
})

test('--account needs --role for an account without a directory, and refuses an unknown account', async (t) => {
  const world = await makeWorld(t)
  fs.rmSync(path.join(world.project, 'security'), { recursive: true })
  await world.logIn()
  const without = await execEnvironment(world, ['--account', 'security'])
  t.is(without.exitCode, 78)
  t.regex(
    without.stderr,
    /account security has no directory.*sso_role\.\n {2}Say which role with --role/,
  )
  const given = await execEnvironment(world, ['--account', 'security', '--role', 'Auditor'])
  t.is(given.exitCode, 0, given.stderr)
  t.is(world.identity(given.env), '333333333333 Auditor')
  const unknown = await execEnvironment(world, ['--account', 'aps-prd'])
  t.is(unknown.exitCode, 78)
  t.regex(
    unknown.stderr,
    /has no account aps-prd\.\n {2}Its accounts are: apps-prd, security, shared\./,
  )
})

test('--account works in a layer whose own account has no role', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('shared/global/base')
  write(path.join(world.project, 'shared/config/account.tfvars'), 'environment = "shared"\n')
  await world.logIn()
  const own = await execEnvironment(world, [], { cwd })
  t.is(own.exitCode, 78)
  t.regex(own.stderr, /sso_role/)
  const other = await execEnvironment(world, ['--account', 'apps-prd'], { cwd })
  t.is(other.exitCode, 0, other.stderr)
  t.is(world.identity(other.env), '222222222222 DevOpsPrd')
})

test('outside a layer without --account, exec does not run the command, says what to do and exits with 78', async (t) => {
  const world = await makeWorld(t)
  for (const cwd of [world.project, path.join(world.project, 'shared/config'), '/']) {
    const { exitCode, stdout, stderr } = await world.tfsso(['exec', '--', 'echo', 'ran'], { cwd })
    t.deepEqual([exitCode, stdout], [78, ''])
    t.regex(stderr, /^tfsso: this directory is in no layer.*\n.*\n {2}tfsso exec --account NAME\n$/)
  }
})

test('without a session and a terminal, exec does not run the command and exits with 77 at once', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer(network)
  for (const options of [[], ['--account', 'shared']]) {
    const args = ['exec', ...options, '--', 'echo', 'ran']
    const { exitCode, stdout, stderr } = await world.tfsso(args, { cwd })
    t.deepEqual([exitCode, stdout], [77, ''])
    t.regex(stderr, /Run `tfsso login`/)
  }
})

test('in a terminal exec logs in first, and then the command has the terminal', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer(network)
  const line = `tfsso exec -- sh -c 'test -t 0 && test -t 1 && echo "as \${AWS_ACCESS_KEY_ID%%[0-9]*}"'`
  const { exitCode, screen } = await world.inTerminal(line, { cwd })
  t.is(exitCode, 0, screen)
  t.regex(screen, /as ASIA/)
})

test('TFSSO=off, TFSSO=args and sso_enabled = false run the command in the unchanged environment', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer(network)
  const own = { AWS_ACCESS_KEY_ID: 'AKIAOWN', AWS_PROFILE: 'mine' }
  const common = path.join(world.project, 'config/common.tfvars')
  const as = async (env: Record<string, string>) => {
    const given = await execEnvironment(world, [], { cwd, env: { ...own, ...env } })
    t.deepEqual([given.exitCode, given.stderr], [0, ''])
    t.deepEqual(ours(given.env), ours(world.env({ ...own, ...env })))
    t.is(given.env.AWS_ACCESS_KEY_ID, 'AKIAOWN')
  }
  await as({ TFSSO: 'off' })
  await as({ TFSSO: 'args' })
  for (const option of ['--role=ReadOnly', '--account=shared']) {
    const refused = await execEnvironment(world, [option], { cwd, env: { TFSSO: 'args' } })
    t.is(refused.exitCode, 78)
    t.regex(refused.stderr, /TFSSO is args/)
  }
  fs.writeFileSync(common, fs.readFileSync(common, 'utf8').replace('= true', '= false'))
  await as({})
  for (const option of ['--role=ReadOnly', '--account=shared']) {
    const refused = await execEnvironment(world, [option], { cwd })
    t.is(refused.exitCode, 78)
    t.regex(refused.stderr, /sso_enabled is not true/)
  }
})

test('wrong arguments are reported before anything is fetched', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer(network)
  const cases: [args: string[], code: number, says: RegExp][] = [
    [[], 1, /exec needs a command to run/],
    [['--'], 1, /exec needs a command to run/],
    [['--account'], 1, /--account needs a name/],
    [['--account', '', '--', 'env'], 1, /--account needs a name/],
    [['--role=', '--', 'env'], 1, /--role needs a name/],
    [['--verbose', '--', 'env'], 1, /has no option --verbose/],
    [['--', 'no-such-program'], 127, /there is no program no-such-program on PATH/],
    [['--', './no-such-program'], 127, /there is no program/],
    [['--', '-x'], 127, /there is no program -x/],
  ]
  for (const [args, code, says] of cases) {
    const { exitCode, stdout, stderr } = await world.tfsso(['exec', ...args], { cwd })
    t.deepEqual([exitCode, stdout], [code, ''], args.join(' '))
    t.regex(stderr, says)
  }
  t.is(world.emulator.count('GetRoleCredentials'), 0)
})

test('exec --account refreshes an expired token, and resolves a relative AWS_CONFIG_FILE from the current directory', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  putToken(world, { expiresAt: longAgo })
  fs.writeFileSync(path.join(world.project, 'my config'), '[profile mine]\nregion = eu-west-1\n')
  const { env } = await execEnvironment(world, ['--account', 'shared'], {
    env: { AWS_CONFIG_FILE: 'my config' },
  })
  t.is(world.identity(env), '111111111111 DevOps')
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
  t.is(readConfig(env.AWS_CONFIG_FILE).get('profile mine')?.region, 'eu-west-1')
})

const roles: [title: string, cd: string, run: string, identity: string][] = [
  ['a layer of the same account', 'apps-prd/net', 'terraform plan', '222222222222 ReadOnly'],
  ['another one', 'apps-prd/us-east-1/dns', 'terraform plan', '222222222222 ReadOnly'],
  ["another account's", 'shared/net', 'terraform plan', '111111111111 DevOps'],
  [
    'in a run inside',
    'shared/net',
    'STANDIN_RUN="cd ../../apps-prd/net; terraform plan" terraform plan',
    '222222222222 ReadOnly',
  ],
  ['tfsso exec inside', 'apps-prd/net', 'tfsso exec -- terraform output', '222222222222 ReadOnly'],
  [
    'with --account',
    'shared/net',
    'tfsso exec --account apps-prd -- "$REAL"',
    '222222222222 ReadOnly',
  ],
  [
    'a role of its own',
    'apps-prd/net',
    'TFSSO_ROLE=DevOpsPrd terraform plan',
    '222222222222 DevOpsPrd',
  ],
  ['outside a layer', '.', 'terraform plan', '222222222222 ReadOnly'],
  [
    'outside a layer, in a run inside',
    'shared/net',
    'STANDIN_RUN="cd /; terraform plan" terraform plan',
    'nobody',
  ],
]
test('runs inside `exec --role` use that role in layers of the same account', async (t) => {
  const world = await shared(t)
  for (const name of ['apps-prd/net', 'apps-prd/us-east-1/dns', 'shared/net']) world.layer(name)
  const ways: [options: string[], env: Record<string, string>, cwd: string][] = [
    [['--role', 'ReadOnly'], {}, 'apps-prd/net'],
    [[], { TFSSO_ROLE: 'ReadOnly' }, 'apps-prd/net'],
    [['--account', 'apps-prd', '--role', 'ReadOnly'], {}, 'shared/net'],
  ]
  // Each `tfsso exec` starts all the runs.
  const script = roles
    .map(
      ([, cd, run], at) =>
        `(cd "$PROJECT/${cd}"; export STANDIN_STARTS="$NOTES/${at}"; mkdir -p "$STANDIN_STARTS"; ${run})`,
    )
    .join('\n')
  for (const [way, [options, env, from]] of ways.entries()) {
    const notes = path.join(world.root, `way ${way}`)
    const { stderr } = await world.tfsso(['exec', ...options, '--', 'sh', '-c', script], {
      cwd: path.join(world.project, from),
      env: {
        ...env,
        PROJECT: world.project,
        NOTES: notes,
        REAL: path.join(world.root, 'real bin/terraform'),
      },
    })
    for (const [at, [title, , , identity]] of roles.entries()) {
      const start = world.startsIn(path.join(notes, String(at))).at(-1)
      const name = `${title}, ${JSON.stringify([options, env])}: ${stderr}`
      t.is(world.identity(start?.env ?? {}), identity, name)
    }
  }
})
