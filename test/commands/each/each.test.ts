import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { makeWorld, type World } from '../../rig/world.ts'

async function makeLayers(t: Parameters<typeof makeWorld>[0], names: string[]): Promise<World> {
  const world = await makeWorld(t)
  for (const name of names) world.layer(name)
  return world
}

const three = ['apps-prd/us-east-1/a layer', 'security/b', 'shared/c']
const short = (text: string) => text.replace(/ \(\d+ s\)|\d+ s$/gm, '')

test('each layer runs in its own directory, account and role, with one login', async (t) => {
  const world = await makeLayers(t, [...three, 'shared/old --'])
  const { exitCode, screen } = await world.inTerminal(
    'tfsso each -j 3 -- terraform plan -lock=false',
  )
  t.is(exitCode, 0, screen)
  t.deepEqual(
    world
      .starts()
      .map(({ cwd, args, env }) => [cwd, args, world.identity(env)])
      .sort(),
    [
      [
        `${world.project}/apps-prd/us-east-1/a layer`,
        ['plan', '-lock=false'],
        '222222222222 DevOpsPrd',
      ],
      [`${world.project}/security/b`, ['plan', '-lock=false'], '333333333333 Auditor'],
      [`${world.project}/shared/c`, ['plan', '-lock=false'], '111111111111 DevOps'],
    ],
  )
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  t.regex(screen, /3 of 3 layers ok, 1 disabled \(--\) and skipped\./)

  // A program other than terraform gets its layer's credentials, too.
  const script = 'echo "$AWS_ACCESS_KEY_ID"; pwd; echo said >&2; cat'
  const other = await world.tfsso(
    ['each', '-j', '2', 'apps-prd', 'shared', '--', 'sh', '-c', script],
    { input: 'not for them' },
  )
  t.is(other.exitCode, 0, other.stderr)
  const lines = other.stdout.trim().split('\n')
  t.is(lines.length, 4)
  for (const at of [0, 2]) {
    const account = lines[at + 1]?.includes('/shared/') ? '111111111111' : '222222222222'
    const identity = world.identity({ AWS_ACCESS_KEY_ID: lines[at] ?? '' })
    t.true(identity.startsWith(account), other.stdout)
  }
  t.is(other.stderr.match(/^said$/gm)?.length, 2)
})

test('with -j 1 a program reads stdin, and with TFSSO=off it gets the person’s own keys', async (t) => {
  const world = await makeLayers(t, three)
  const { exitCode, stdout, stderr } = await world.tfsso(
    ['each', 'shared', '--', 'sh', '-c', 'cat; env'],
    { input: 'yes\n', env: { TFSSO: 'off', AWS_ACCESS_KEY_ID: 'AKIAMINE' } },
  )
  t.is(exitCode, 0, stderr)
  t.regex(stdout, /^yes$/m)
  t.regex(stdout, /^AWS_ACCESS_KEY_ID=AKIAMINE$/m)
  t.notRegex(stdout, /TFSSO_PREFIX/)
})

const byDirectory = 'case $PWD in */b) exit "$B" ;; */c) exit "$C" ;; esac'
for (const [what, args, env, code, summary] of [
  [
    'after a failure, tfsso each starts no further layers',
    [],
    { B: '3', C: '0' },
    1,
    /a layer +ok *\n +security\/b +failed \(exit code 3\) *\n +shared\/c +not started +-\ntfsso: 1 of 3 layers ok, 1 failed, 1 not started\.\n$/,
  ],
  [
    'with --keep-going, tfsso each continues after a failure; without -detailed-exitcode, exit code 2 is a failure',
    ['--keep-going'],
    { B: '2', C: '0' },
    1,
    /2 of 3 layers ok, 1 failed\.\n$/,
  ],
] as const)
  test(what, async (t) => {
    const world = await makeLayers(t, three)
    const { exitCode, stdout, stderr } = await world.tfsso(
      ['each', ...args, '--', 'sh', '-c', byDirectory],
      { env: { TFSSO: 'off', ...env } },
    )
    t.deepEqual([exitCode, stdout], [code, ''], stderr)
    t.regex(short(stderr), summary)
  })

test('with -detailed-exitcode the exit code 2 means changes', async (t) => {
  const world = await makeLayers(t, three)
  // Runs sh, because the stand-in for terraform has one exit code for all layers.
  const plan = 'case $PWD in */c) exit 0 ;; *) exit 2 ;; esac'
  const { exitCode, stderr } = await world.tfsso(
    ['each', '-j', '3', '-k', '--', 'sh', '-c', plan, '-detailed-exitcode'],
    { env: { TFSSO: 'off' } },
  )
  t.is(exitCode, 2, stderr)
})

test('a word after --changed is a GLOB, and only --changed=BASE names a revision', async (t) => {
  const world = await makeLayers(t, ['shared/a', 'shared/b'])
  const [cwd, env] = [world.project, world.env()]
  const git = (...args: string[]) => execFileSync('git', args, { cwd, env })
  git('init', '-q', '-b', 'main')
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'first')
  fs.appendFileSync(path.join(world.project, 'shared/b/main.tf'), '# changed\n')
  const each = async (...args: string[]) => {
    const { stdout, stderr } = await world.tfsso(['each', ...args, '--', 'pwd'], {
      env: { TFSSO: 'off' },
    })
    return stdout + stderr
  }
  t.regex(await each('--changed', 'shared/*'), /^.*\/shared\/b$/m)
  t.regex(await each('--changed', 'shared/a'), /no layer has changed/)
  t.regex(
    await each('--changed=nowhere', 'shared/*'),
    /no common ancestor of nowhere and this branch: fatal/,
  )
})

test('the output of each of twenty programs stays in one piece', async (t) => {
  const names = Array.from({ length: 20 }, (_, n) => `shared/layer ${n}`)
  const world = await makeLayers(t, names)
  const script = 'for n in 1 2 3 4 5; do echo "$PWD"; done'
  const { exitCode, stdout, stderr } = await world.tfsso(
    ['each', '-j', '8', '--', 'sh', '-c', script],
    {
      env: { TFSSO: 'off' },
    },
  )
  t.is(exitCode, 0)
  const lines = stdout.trim().split('\n')
  t.is(lines.length, 100)
  for (let at = 0; at < 100; at += 5) t.is(new Set(lines.slice(at, at + 5)).size, 1)
  t.is(new Set(lines).size, 20)
  t.is(stderr.match(/^tfsso: \[\d+\/20\] shared\/layer \d+: ok/gm)?.length, 20)
})

test('if a temporary file can’t be created, tfsso each shows what has run, and starts no more programs', async (t) => {
  const world = await makeLayers(t, three)
  const directory = path.join(world.root, 'temporary files')
  fs.mkdirSync(directory)
  const script =
    'case $PWD in */b) rmdir "$TMPDIR" ;; *) while [ -e "$TMPDIR" ]; do sleep 0.05; done ;; esac; echo said'
  const { exitCode, stdout, stderr } = await world.tfsso(
    ['each', '-j', '2', '-k', '--', 'sh', '-c', script],
    { env: { TFSSO: 'off', TMPDIR: directory } },
  )
  t.deepEqual([exitCode, stdout], [1, 'said\nsaid\n'], stderr)
  t.true(
    stderr.includes(`tfsso: A temporary file could not be created in ${directory} (ENOENT).\n`),
    stderr,
  )
  t.regex(short(stderr), /a layer +ok *\n +security\/b +ok *\n +shared\/c +not started +-\n/)
})

for (const [what, args, said] of [
  ['no such layer', ['each', 'share', '--', 'true'], /^tfsso: No layer in .* matches share\.\n/],
  [
    'only disabled layers',
    ['each', 'shared/x --', '--', 'true'],
    /are disabled[^\n]*\n.*--all\.\n$/,
  ],
] as const)
  test(`tfsso each refuses ${what}`, async (t) => {
    const world = await makeLayers(t, ['shared/c', 'shared/x --'])
    const { exitCode, stdout, stderr } = await world.tfsso([...args])
    t.deepEqual([exitCode, stdout], [1, ''])
    t.regex(stderr, said)
  })

test('if there is no session and nobody can log in, tfsso each runs no plan, but still runs fmt', async (t) => {
  const world = await makeLayers(t, three)
  const { exitCode, stderr } = await world.tfsso(['each', '-j', '2', '--', 'terraform', 'plan'])
  t.is(exitCode, 77, stderr)
  t.is(world.starts().length, 0)
  const silent = await world.tfsso(['each', '-j', '2', '--', 'terraform', 'fmt'])
  t.is(silent.exitCode, 0, silent.stderr)
})

test('if an account has no sso_role, only its own layer fails, and a login and a logout in its directory work', async (t) => {
  const world = await makeLayers(t, three)
  const account = path.join(world.project, 'apps-prd/config/account.tfvars')
  fs.writeFileSync(account, 'environment = "apps-prd"\n')
  const line = 'tfsso each -j 2 -k -- terraform plan; tfsso logout'
  const { exitCode, screen } = await world.inTerminal(line, {
    cwd: path.join(world.project, 'apps-prd'),
  })
  t.is(exitCode, 0, screen)
  t.regex(screen, /logged in at[\s\S]*account\.tfvars: sso_role is missing\.[\s\S]*logged out of/)
  t.regex(screen, /a layer +failed \(exit code 78\).*\s+security\/b +ok.*\s+shared\/c +ok/)
})
