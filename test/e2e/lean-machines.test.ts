import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { needs } from '../rig/needs.ts'
import { write } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'
import { needsUsers, victimsWorld } from '../rig/users.ts'
import { makeWorld, type RunOptions, type World } from '../rig/world.ts'

/* Machines that lack address space, processes, disk space, a reader of the output, /proc, or a HOME. */

const succeeds = (file: string, args: string[]) => {
  try {
    execFileSync(file, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function prepare(t: ExecutionContext, prefix?: string) {
  const world = await makeWorld(t, { prefix, emptyHome: true })
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  return { world, cwd }
}

/** In the line, `$prefix` is the installation. `before`: a command that starts this sh. */
const sh = (world: World, line: string, options: RunOptions, ...before: string[]) =>
  world.run(before[0] ?? 'sh', [...(before[0] ? [...before.slice(1), 'sh'] : []), '-c', line], {
    ...options,
    env: { prefix: world.prefix, ...options.env },
  })

test('an address space of 2,000,000 KB is enough', async (t) => {
  const { world, cwd } = await prepare(t)
  const limited = (command: string) => sh(world, `ulimit -v 2000000; ${command}`, { cwd })
  const { exitCode, stderr } = await limited('terraform plan')
  t.deepEqual([exitCode, stderr], [0, ''])
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  fs.rmSync(path.join(world.home, '.cache'), { recursive: true })
  for (const command of ['tfsso status', 'tfsso doctor --json', 'tfsso configure --print']) {
    const { stdout, stderr } = await limited(command)
    t.notRegex(stdout + stderr, /RangeError|WebAssembly|\n {4}at /, command)
  }
})

const limit = 'ulimit -v 8000000;'

/** Whether `limit` leaves enough addresses for WebAssembly. Node.js before 24 reserves more than `limit`. */
const isEnough =
  spawnSync('sh', [
    '-c',
    `${limit} exec '${process.execPath}' -e 'new WebAssembly.Memory({ initial: 1, maximum: 65536 })'`,
  ]).status === 0

needs('a Node.js before 24', !isEnough)(
  'a run whose parser can’t start says so, but only if the run has to parse',
  async (t) => {
    const { world, cwd } = await prepare(t, copyInstallation())
    // Removes the flag that saves address space, as if this Node.js were too old to know it.
    write(path.join(world.prefix, 'libexec/node-flag'), '\n')
    const plan = await sh(world, `${limit} terraform plan`, { cwd })
    t.is(plan.exitCode, 1, plan.stderr)
    t.regex(plan.stderr, /^tfsso: The parser of HCL cannot start: WebAssembly/)
    t.is(plan.stderr.split('\n').length, 3, plan.stderr)
    t.is(world.starts().length, 0)
    const validate = await sh(world, `${limit} terraform validate`, { cwd })
    t.deepEqual([validate.exitCode, validate.stdout, validate.stderr], [0, '', ''])
    t.is(world.starts().length, 1)
  },
)

test('a run whose node can’t start says so, but only if the command needs credentials', async (t) => {
  const { world, cwd } = await prepare(t)
  // node itself can't run with this limit.
  const crash = await sh(world, 'ulimit -v 700000; terraform validate', { cwd })
  t.deepEqual([crash.exitCode, crash.stdout, crash.stderr], [0, '', ''])
  t.is(world.starts().length, 1)
  for (const shell of shells) {
    const command = `${shell.join(' ')} "$prefix/shims/terraform" plan`
    const { exitCode, stderr } = await sh(world, `ulimit -v 700000; ${command}`, { cwd })
    t.is(exitCode, 1, stderr)
    t.regex(
      stderr,
      /^tfsso: Node\.js crashed \(exit code 13\d\): \/.*\n {2}Perhaps its address space .*`ulimit -v`/m,
    )
  }
  t.is(world.starts().length, 1)
  for (const command of ['status', '--help', 'exec -- true']) {
    const { exitCode, stdout, stderr } = await sh(world, `ulimit -v 400000; tfsso ${command}`, {
      cwd,
    })
    t.deepEqual([exitCode, stdout], [1, ''], command)
    t.regex(stderr, /^tfsso: Node\.js crashed .*\n {2}Perhaps its address space .*\n$/, command)
  }
})

/** If no process can be started, bash and mksh try again for a long time, and never exit with 2. */
const quick = shells.filter(([name = '']) => ['dash', 'busybox'].includes(name))

needsUsers('a command exits with 1, not 2, if no process can be started', async (t) => {
  const { world, cwd, as } = await victimsWorld(t)
  const commands = [
    'shims/terraform plan -detailed-exitcode',
    'bin/tfsso status',
    'bin/tfsso env',
    'bin/tfsso exec true',
    'bin/tfsso accounts',
    'libexec/credentials 222222222222 X x x x',
  ]
  for (const shell of quick) {
    for (const command of commands) {
      const [program, ...args] = command.split(' ')
      const limited = ['-c', 'ulimit -u 1; exec "$@"', 'bash', ...shell]
      const { exitCode, stdout, stderr } = await world.run(
        'bash',
        [...limited, `${world.prefix}/${program}`, ...args],
        { cwd, ...as },
      )
      t.deepEqual([exitCode, stdout], [1, ''], `${shell} ${command}: ${stderr}`)
      t.regex(stderr, /^.*fork.*\n(tfsso: a part of .* failed: the line above says why\.\n)?$/)
    }
  }
  t.is(world.starts().length, 0)
})

const printing = [
  'env',
  'env --json',
  'env --account apps-prd',
  'status',
  'status --json',
  'configure --print',
  'completion bash',
  'which',
  'which --shim',
  'prompt',
  'doctor --json',
  'login --all --json',
  '--help',
  '--version',
]

test('commands say that their output can’t be written, but say nothing if the program that reads it has ended', async (t) => {
  const { world, cwd } = await prepare(t)
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  for (const [number, command] of printing.entries()) {
    const isSh = command.startsWith('env') || command.startsWith('which')
    const one = shells[number % shells.length] ?? ['sh']
    // Only `env` and `which` without options need every shell. With options, they print with the same code of sh, or in
    // node (`env --json`).
    for (const shell of ['env', 'which'].includes(command) ? shells : [one]) {
      const tfsso = `${shell.join(' ')} "$prefix/bin/tfsso" ${command}`
      const full = await sh(world, `${tfsso} >/dev/full`, { cwd })
      t.is(full.exitCode, 1, `${tfsso}: ${full.stderr}`)
      t.regex(full.stderr, /(^|\n)tfsso: The output could not be written: .*\n$/, tfsso)
      t.notRegex(full.stderr, /Error|\n {4}at /, tfsso)
      // All commands in node print with the same function, so `status` alone is enough.
      if (!isSh && command !== 'status') continue
      // The reader closes its end of the pipe before tfsso starts.
      const closed = await sh(world, `{ read -r _; ${tfsso}; } <go | : & echo >go; wait`, {
        cwd: pipeIn(cwd),
      })
      t.notRegex(closed.stderr, /written|Error|\n {4}at /, tfsso)
    }
  }
})

function pipeIn(cwd: string): string {
  const file = path.join(cwd, 'go')
  if (!fs.existsSync(file)) execFileSync('mkfifo', [file])
  return cwd
}

const withoutProc = ['unshare', '--mount', 'sh', '-c', 'umount -l /proc && exec "$@"', 'sh']
const noProc = needs('unshare --mount', succeeds('unshare', [...withoutProc.slice(1), 'true']))

noProc('runs and logins work without /proc', async (t) => {
  const { world, cwd } = await prepare(t)
  for (const command of ['terraform plan', 'terraform plan', 'tfsso status', 'tfsso login']) {
    const { exitCode, stderr } = await sh(world, command, { cwd }, ...withoutProc)
    t.is(exitCode, 0, `${command}: ${stderr}`)
  }
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  t.is(world.emulator.count('GetRoleCredentials'), 1, 'the second one is warm')
  // two runs at the same time, without a grant
  fs.rmSync(path.join(world.home, '.cache'), { recursive: true })
  const both = await Promise.all(
    [1, 2].map(() => sh(world, 'terraform plan', { cwd }, ...withoutProc)),
  )
  for (const { exitCode, stderr } of both) t.is(exitCode, 0, stderr)
  t.is(world.emulator.count('GetRoleCredentials'), 2)
})

test('a cache below /proc, where no directory can be made, is refused at once', async (t) => {
  const { world, cwd } = await prepare(t)
  const env = { XDG_CACHE_HOME: '/proc/tfsso' }
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env })
  t.is(exitCode, 78, stderr)
  t.regex(stderr, /^tfsso: \/proc\/tfsso\/tfsso cannot be created: ENOENT\./)
})

const asOther = ['setpriv', '--reuid=54321', '--regid=54321', '--clear-groups']
const otherUser = needs('another user (root)', succeeds('setpriv', [...asOther.slice(1), 'true']))

otherUser('a HOME of another user is refused (78), even with XDG_CACHE_HOME', async (t) => {
  const { world, cwd } = await prepare(t)
  for (let at = cwd; at !== path.dirname(world.root); at = path.dirname(at)) fs.chmodSync(at, 0o755)
  for (const env of [{ HOME: '/' }, { HOME: '/', XDG_CACHE_HOME: '/tmp' }]) {
    const { exitCode, stderr } = await sh(world, 'terraform plan', { cwd, env }, ...asOther)
    t.is(exitCode, 78, stderr)
    t.regex(stderr, /^tfsso: HOME \(\/\) belongs to another user/)
    t.regex(stderr, /Set HOME to a directory of your own; XDG_CACHE_HOME alone does not/)
  }
})
