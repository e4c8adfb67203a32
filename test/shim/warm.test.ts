import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'
import { needs } from '../rig/terraform.ts'
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

/** Has the shim fail wherever it would start node. */
const takeNodeAway = (world: World) =>
  write(path.join(world.prefix, 'libexec/node-path'), '/bin/false\n')

for (const shell of shells) {
  test(`${shell[0]}: with a good grant, node is not started`, async (t) => {
    const world = await makeWorld(t, { prefix: copyInstallation() })
    for (const name of ["extra's.tfvars", 'a b.tfvars', 'back\\slash.tfvars'])
      write(path.join(world.project, 'config', name), 'x = 1\n')
    const directories = layers.map((name) => world.layer(`apps-prd/${name}`))
    await world.logIn()
    for (const cwd of directories) await world.terraform(['plan'], { cwd, shell })
    takeNodeAway(world)
    for (const cwd of directories) {
      for (const [locale, args] of [
        ['C', ['plan']],
        ['C.UTF-8', ['apply', 'p']],
      ] as const) {
        const outcome = await world.terraform([...args], { cwd, shell, env: { LC_ALL: locale } })
        t.deepEqual([outcome.exitCode, outcome.stderr], [0, ''], `${cwd} ${locale}`)
        t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
      }
    }
    // … and what needs node fails now.
    t.is((await world.terraform(['plan'], { cwd: world.layer('apps-prd/new'), shell })).exitCode, 1)
  })
}

test('a grant is used in every shell, whichever shell had it made', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  const directories = shells.map((_, i) => world.layer(`apps-prd/layer ${i}`))
  await world.logIn()
  for (const [i, cwd] of directories.entries())
    await world.terraform(['plan'], { cwd, shell: shells[i] ?? [] })
  takeNodeAway(world)
  for (const cwd of directories)
    for (const shell of shells) t.is((await world.terraform(['plan'], { cwd, shell })).exitCode, 0)
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

needs('strace', hasStrace)('with a good grant, one process is started: the checksum', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  const log = path.join(world.root, 'trace')
  const real = path.join(world.root, 'real bin/terraform')
  fs.rmSync(real)
  fs.symlinkSync('/bin/true', real)
  for (const shell of shells) {
    const trace = async (args: string[]) => {
      const shim = `${world.prefix}/shims/terraform`
      const options = ['-f', '-o', log, '-e', 'trace=execve,clone,clone3,fork,vfork']
      const { exitCode } = await world.run('strace', [...options, ...shell, shim, ...args], { cwd })
      t.is(exitCode, 0)
      const lines = fs.readFileSync(log, 'utf8').split('\n')
      const started = lines.flatMap((line) => / execve\("([^"]*)".* = 0$/.exec(line)?.[1] ?? [])
      return {
        programs: started.slice(1).map((file) => path.basename(file)),
        forks: lines.filter((line) => /(clone3?|v?fork)\(.* = \d+$|resumed.* = \d{2,}$/.test(line))
          .length,
      }
    }
    t.deepEqual(await trace(['plan']), { programs: ['sha256sum', 'terraform'], forks: 1 }, shell[0])
    for (const args of [['version'], ['-help'], ['fmt', '-']])
      t.deepEqual(await trace(args), { programs: ['terraform'], forks: 0 }, `${shell[0]} ${args}`)
  }
})
