import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { findChecksumCommand } from '../../lib/grant/checksum.ts'
import { copyInstallation } from '../rig/install.ts'
import { needs } from '../rig/needs.ts'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

const layers = [
  'us-east-1/net',
  'us-east-1/databases-mysql --',
  'us-east-1/airflow-- ',
  'binbash.com.ar',
  'ends in a newline\n',
  'back\\slash',
  '[a-z] * ? {x,y} ~ !',
  '\'single\' "double" `back` $(x) ${y}',
  '-dash',
  'ümläut',
]

const takeNodeAway = (world: World) =>
  write(path.join(world.prefix, 'libexec/node-path'), '/bin/false\n')

test('with a good grant no shell starts node, whichever shell the grant was made in', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  for (const name of ["extra's.tfvars", 'a b.tfvars', 'back\\slash.tfvars'])
    write(path.join(world.project, 'config', name), 'x = 1\n')
  const directories = layers.map((name) => world.layer(`apps-prd/${name}`))
  await world.logIn()
  const cold = directories.map((cwd, i) => ({
    args: ['plan'],
    cwd,
    shell: shells[i % shells.length] ?? [],
  }))
  for (const { exitCode, stderr } of await runInTurn(world, cold))
    t.deepEqual([exitCode, stderr], [0, ''])
  takeNodeAway(world)
  const warm = shells.flatMap((shell) =>
    directories.flatMap((cwd) => [
      { args: ['plan'], cwd, shell, env: { LC_ALL: 'C' } },
      { args: ['apply', 'p'], cwd, shell, env: { LC_ALL: 'C.UTF-8' } },
    ]),
  )
  for (const { cwd, shell, args, exitCode, stderr, env } of await runInTurn(world, warm)) {
    t.deepEqual([exitCode, stderr], [0, ''], `${shell} ${cwd} ${args}`)
    t.is(world.identity(env), '222222222222 DevOpsPrd')
  }
  // A run that needs node fails, so the runs above did not need it.
  const cwd = world.layer('apps-prd/new')
  const without = shells.map((shell) => ({ args: ['plan'], cwd, shell }))
  for (const { exitCode } of await runInTurn(world, without)) t.is(exitCode, 1)
})

/** Changes to a grant's inputs. The test makes and undoes each of them. */
const happenings: [what: string, path: string, happen: (file: string) => void][] = [
  ['an account is added', 'new/config/account.tfvars', (file) => write(file, 'x = 1\n')],
  ["another account's role changes", 'shared/config/account.tfvars', editKeepingTime],
  ["another account's backend changes", 'shared/config/backend.tfvars', editKeepingTime],
  [
    "another account's backend is removed",
    'shared/config/backend.tfvars',
    (file) => fs.rmSync(file),
  ],
  ['another account is removed', 'shared/config/account.tfvars', (file) => fs.rmSync(file)],
  ['a var-file is added', 'config/more.tfvars', (file) => write(file, '')],
  ['a file of the layer is added', 'apps-prd/net/more.tf', (file) => write(file, '')],
  ['a file in JSON is added', 'apps-prd/net/more.tf.json', (file) => write(file, '{}')],
  ['a file of values is added', 'apps-prd/net/terraform.tfvars', (file) => write(file, '')],
  ['a file of OpenTofu is added', 'apps-prd/net/more.tofu', (file) => write(file, '')],
  ['values come', 'apps-prd/net/x.auto.tfvars.json', (file) => write(file, '{}')],
  ['a file of the layer changes', 'apps-prd/net/main.tf', editKeepingTime],
  ['a pipe replaces a file of the layer', 'apps-prd/net/main.tf', makePipe],
  ['a pipe replaces a var-file', 'config/common.tfvars', makePipe],
]

/** Keeps the size, the atime and the mtime (to the millisecond). */
function editKeepingTime(file: string): void {
  const { atime, mtime } = fs.statSync(file)
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/\w(?=\W*$)/, 'X'))
  fs.utimesSync(file, atime, mtime)
}

function makePipe(file: string): void {
  fs.rmSync(file)
  execFileSync('mkfifo', [file])
}

test('a grant is not good as long as one of its inputs is changed, in every shell', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  const cwd = world.layer('apps-prd/net', '# profile = "bb-shared-devops"\n')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  takeNodeAway(world)
  const runs = shells.map((shell) => ({ args: ['plan'], cwd, shell }))
  const end = async (expected: number, what: string) => {
    const codes = (await runInTurn(world, runs)).map(({ exitCode }) => exitCode)
    t.deepEqual(
      codes,
      shells.map(() => expected),
      what,
    )
  }
  // A person can store a plan or a state in the layer. The grant must stay good.
  for (const name of ['plan.tfplan', 'terraform.tfstate', 'out']) write(path.join(cwd, name), '')
  await end(0, 'as it was')
  for (const [what, name, happen] of happenings) {
    const file = path.join(world.project, name)
    const before = fs.existsSync(file) ? fs.readFileSync(file) : undefined
    happen(file)
    await end(1, what)
    if (before) {
      fs.rmSync(file, { force: true })
      fs.writeFileSync(file, before)
    } else if (name.startsWith('new/')) {
      fs.rmSync(path.join(world.project, 'new'), { recursive: true })
    } else fs.rmSync(file)
    await end(0, `${what}, and back again`)
  }
})

const hasStrace = fs.existsSync('/usr/bin/strace') && canTrace()

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

interface Trace {
  /** without the shell that runs the shim */
  programs: string[]
  forks: number
  /** with the names that `own` gives */
  opened: string[]
}

/** Runs a program under strace. If `own` returns undefined for a file, leaves the file out. */
async function trace(
  world: World,
  command: string[],
  cwd: string,
  own: (file: string) => string | undefined,
): Promise<Trace> {
  const log = path.join(world.root, 'trace')
  const options = [
    '-f',
    '-s',
    '4096',
    '-o',
    log,
    '-e',
    'trace=execve,clone,clone3,fork,vfork,openat,open',
  ]
  const { exitCode, stderr } = await world.run('strace', [...options, ...command], { cwd })
  if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${exitCode} ${stderr}`)
  const lines = fs.readFileSync(log, 'utf8').split('\n')
  // After a vfork, strace can split an execve into two lines. The pattern matches only the first of them.
  const started = lines.flatMap((line) => / execve\("([^"]*)"/.exec(line)?.[1] ?? [])
  return {
    programs: started.slice(1).map((file) => path.basename(file)),
    forks: lines.filter((line) => /^\d+ +(clone3?|v?fork)\(/.test(line)).length,
    opened: lines.flatMap((line) => {
      const [, file = ''] = / open(?:at)?\((?:AT_FDCWD, )?"([^"]*)".*= \d+$/.exec(line) ?? []
      return own(file) ?? []
    }),
  }
}

needs('strace', hasStrace)('in every shell, a warm run opens only the listed files', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  const { env } = world.lastStart()
  const real = path.join(world.root, 'real bin/terraform')
  fs.rmSync(real)
  fs.symlinkSync('/bin/true', real)
  // In this run node finds out which tool /bin/true is, and stores the answer for later runs.
  await world.terraform(['plan'], { cwd })
  const cache = path.join(world.home, '.cache/tfsso')
  const places: [directory: string, name: string][] = [
    [cwd, 'LAYER'],
    [path.join(cache, 'grants', cwd, '.tfsso'), 'GRANTS'],
    [cache, 'CACHE'],
    [path.join(world.home, '.aws'), 'AWS'],
    [world.project, 'PROJECT'],
    [world.prefix, 'PREFIX'],
  ]
  const own = (file: string) => {
    if (file === world.project) return 'PROJECT'
    const [directory, name] = places.find(([at]) => file === at || file.startsWith(`${at}/`)) ?? []
    const short = directory && `${name}${file.slice(directory.length)}`.replace(/\/$/, '')
    return short?.replace(/[0-9a-f]{32,}/, 'HASH')
  }
  const shim = `${world.prefix}/shims/terraform`
  const grant = 'GRANTS/terraform.full'
  const { words = '' } = findChecksumCommand(process.env) ?? {}
  const checksum = path.basename(/'(.+)'/.exec(words)?.[1] ?? '')
  /** the grant twice: first for its first line, then for all of it */
  const readByShell = ['PREFIX/shims/terraform', 'CACHE/clock', grant, grant]
  /** the directories in which the shell expands patterns */
  const patterns = ['PROJECT', 'PROJECT/config', 'PROJECT/apps-prd/config', 'LAYER', 'LAYER']
  /** what the checksum command opens; it opens the file of checksums twice: to verify it, and to use it */
  const proved = [
    'GRANTS/terraform.full#HASH.seal',
    'GRANTS/terraform.full#HASH',
    'GRANTS/terraform.full#HASH',
    'PROJECT/config/common.tfvars',
    // The layer uses no profile of another account, so only its own account's files are in this list.
    'PROJECT/apps-prd/config/account.tfvars',
    'PROJECT/apps-prd/config/backend.tfvars',
    'LAYER/common-variables.tf',
    'LAYER/main.tf',
    'AWS/sso/cache/HASH.json',
    'CACHE/config/HASH',
  ]
  for (const shell of shells) {
    const name = shell[0]
    const warm = await trace(world, [...shell, shim, 'plan'], cwd, own)
    t.deepEqual([warm.programs, warm.forks], [[checksum, 'terraform'], 1], name)
    // Some shells read a directory several times for one pattern.
    const once = [...new Set(warm.opened)].sort()
    t.deepEqual(once, [...new Set([...readByShell, ...patterns, ...proved])].sort(), name)
    if (name === 'dash')
      t.deepEqual(warm.opened.sort(), [...readByShell, ...patterns, ...proved].sort())

    for (const [args, at] of [
      [['version'], cwd],
      [['-help'], cwd],
      [['fmt', '-'], cwd],
      [['plan'], world.root],
    ] as const) {
      const passed = await trace(world, [...shell, shim, ...args], at, own)
      const { programs, forks, opened } = passed
      t.deepEqual({ programs, forks }, { programs: ['terraform'], forks: 0 }, `${name} ${args}`)
      t.deepEqual(opened, ['PREFIX/shims/terraform'], `${name} ${args}`)
    }

    const terragrunt = [`${world.prefix}/bin/tfsso`, 'env', '--terragrunt']
    const asked = await trace(world, [...shell, ...terragrunt], cwd, own)
    // mksh has no builtin printf, so one more subshell looks for `print`.
    t.deepEqual([asked.programs, asked.forks], [[checksum], name === 'mksh' ? 2 : 1], name)

    const config = fs.readFileSync(env.AWS_CONFIG_FILE ?? '', 'utf8')
    const [, words = ''] = /libexec\/credentials" (222222222222 DevOpsPrd .*)/.exec(config) ?? []
    const ask = words.split(' ').map((word) => word.replaceAll('"', ''))
    const credentials = `${world.prefix}/libexec/credentials`
    t.deepEqual(
      await trace(world, [...shell, credentials, ...ask], '/', own),
      {
        programs: [],
        forks: name === 'mksh' ? 1 : 0,
        opened: [
          'PREFIX/libexec/credentials',
          'CACHE/clock',
          'CACHE/credentials/222222222222/DevOpsPrd',
          'CACHE/credentials/222222222222/DevOpsPrd',
        ],
      },
      name,
    )
  }
})
