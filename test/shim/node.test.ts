import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { copyInstallation, temporary } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

const directory = temporary('tfsso-node-')
const preload = path.join(directory, 'preload.cjs')
write(preload, 'console.log("touch evaluated"); console.error("preloaded")\n')

/** tfsso's node must ignore these. */
const settings: Record<string, Record<string, string>> = {
  'a missing preload, messages of node itself, and a missing file of certificates': {
    NODE_OPTIONS: '--require /nowhere/bootloader.js',
    NODE_DEBUG: 'fs,net,http,module',
    NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem',
  },
  'a flag of another Node.js, a directory of certificates, and a path of other modules': {
    NODE_OPTIONS: '--no-such-option',
    NODE_EXTRA_CA_CERTS: directory,
    NODE_PATH: directory,
  },
  "a preload that prints, deprecations, a directory for locales, and a descriptor of a parent's": {
    NODE_OPTIONS: `--require ${preload}`,
    NODE_PENDING_DEPRECATION: '1',
    NODE_ICU_DATA: '/nowhere',
    NODE_CHANNEL_FD: '77',
  },
}

async function prepare(t: ExecutionContext, prefix?: string) {
  const world = await makeWorld(t, prefix === undefined ? {} : { prefix })
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  return { world, cwd }
}

for (const [what, env] of Object.entries(settings)) {
  test(`${what} do not affect tfsso’s node, and reach terraform`, async (t) => {
    const { world, cwd } = await prepare(t)
    const { exitCode, stdout, stderr } = await world.terraform(['plan'], { cwd, env })
    t.deepEqual([exitCode, stdout, stderr], [0, '', ''])
    const started = world.lastStart().env
    t.is(world.identity(started), '222222222222 DevOpsPrd')
    t.like(started, env)
    const status = await world.tfsso(['status', '--json'], { cwd, env })
    t.deepEqual([status.exitCode, status.stderr], [0, ''])
    t.notThrows(() => JSON.parse(status.stdout))
  })
}

test('TFSSO_NODE_OPTIONS applies to tfsso’s node', async (t) => {
  const { world, cwd } = await prepare(t)
  const env = { TFSSO_NODE_OPTIONS: `--require ${directory}/loud.cjs`, NODE_OPTIONS: '--nonsense' }
  write(path.join(directory, 'loud.cjs'), 'console.error("our preload")\n')
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env })
  t.deepEqual([exitCode, stderr], [0, 'our preload\n'])
  t.is(world.lastStart().env.NODE_OPTIONS, '--nonsense')
})

const missing = /^tfsso: the output of .*\/node is missing or incomplete\.\n/m

test('a command says so if tfsso was upgraded or removed while the command ran', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  const removing = path.join(world.root, 'removing.cjs')
  write(
    removing,
    `const fs = require('node:fs')
    const read = fs.readFileSync
    fs.readFileSync = (file, ...options) => {
      const text = read(file, ...options)
      if (String(file).endsWith('/lib/tfsso.js')) fs.rmSync(require('node:path').resolve(file, '../..'), { recursive: true })
      return text
    }`,
  )
  const env = { TFSSO_NODE_OPTIONS: `--require "${removing}"` }
  const { exitCode, stdout, stderr } = await world.tfsso(['accounts'], { env })
  t.deepEqual(
    [exitCode, stdout, stderr],
    [1, '', 'tfsso: the installation was upgraded or removed meanwhile: run the command again.\n'],
  )
})

/** sh scripts that are called `node` on PATH. None of them can replace the recorded node. */
const others: Record<string, string> = {
  'a version manager’s shim that fails': 'echo "asdf: no version is set for node"; exit 126',
  'a version manager’s shim that prints code': 'echo "# tfsso grant"; echo "touch evaluated"',
  'one that is too old': 'echo v18.20.4',
}

async function withoutNode(t: ExecutionContext, script: string) {
  const { world, cwd } = await prepare(t, copyInstallation())
  const bin = path.join(world.root, 'node bin')
  write(path.join(bin, 'node'), `#!/bin/sh\n${script}\n`)
  fs.chmodSync(path.join(bin, 'node'), 0o755)
  const env = { PATH: `${bin}:${world.env().PATH}` }
  const record = (node: string) => write(path.join(world.prefix, 'libexec/node-path'), `${node}\n`)
  return { world, cwd, env, node: path.join(bin, 'node'), record }
}

/** Checks `validate`, a command that never logs in: it runs without credentials, and tfsso prints nothing. */
async function goesOn(t: ExecutionContext, world: World, cwd: string, env: { PATH: string }) {
  for (const shell of shells) {
    const { exitCode, stdout, stderr } = await world.terraform(['validate'], { cwd, env, shell })
    t.deepEqual([exitCode, stdout, stderr], [0, '', ''], shell[0])
    t.is(world.identity(world.lastStart().env), 'nobody')
  }
}

for (const [what, script] of Object.entries(others)) {
  test(`a run exits with 1 if the recorded node is missing and the node on PATH is ${what}`, async (t) => {
    const { world, cwd, env, node, record } = await withoutNode(t, script)
    record('/nowhere/bin/node')
    await goesOn(t, world, cwd, env)
    const before = world.starts().length
    const commands = [
      ...shells.map((shell) => world.terraform(['plan'], { cwd, env, shell })),
      ...['status', 'login', 'doctor'].map((name) => world.tfsso([name], { cwd, env })),
      world.tfsso(['exec', '--account', 'apps-prd', 'true'], { cwd, env }),
      world.run(
        path.join(world.prefix, 'libexec/credentials'),
        ['222222222222', 'X', 'x', 'x', 'x'],
        { env },
      ),
    ]
    for (const { exitCode, stdout, stderr } of await Promise.all(commands)) {
      t.deepEqual([exitCode, stdout], [1, ''], stderr)
      t.regex(
        stderr,
        /^tfsso: the Node.js that tfsso was installed with is gone \(\/nowhere\/bin\/node\), and /,
      )
      t.true(stderr.includes(node), stderr)
      t.regex(
        stderr,
        what === 'one that is too old' ? / is v18\.20\.4\.\n/ : / does not run here\.\n/,
      )
      t.regex(stderr, /`tfsso setup`/)
    }
    t.is(world.starts().length, before)
    t.false(fs.existsSync(path.join(cwd, 'evaluated')))
  })
}

test('if the recorded node is in fact another program, the shim does not run the program’s output', async (t) => {
  const { world, cwd, env, node, record } = await withoutNode(
    t,
    others['a version manager’s shim that prints code'] ?? '',
  )
  record(node)
  await goesOn(t, world, cwd, env)
  for (const shell of shells) {
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env, shell })
    t.is(exitCode, 1)
    t.regex(stderr, missing)
  }
  t.false(fs.existsSync(path.join(cwd, 'evaluated')))
})

/** Programs that were recorded as node, and how a run ends that waits for them. */
const failing: [what: string, script: string, code: number, message: RegExp][] = [
  ['a wrapper with a syntax error', 'exit 2', 1, missing],
  ['too old for a flag', 'echo "bad option" >&2; exit 9', 1, missing],
  ['killed', 'exit 137', 1, missing],
  ['gone before exec', 'exit 127', 1, missing],
  ['crashed', 'exit 139', 1, /^tfsso: Node.js crashed \(exit code 139\): .*\/node\n/m],
  ['interrupted', 'exit 130', 130, /^$/],
  ['a node whose message says all', 'echo "no login" >&2; exit 77', 77, /^no login\n$/],
]

for (const [what, script, code, message] of failing) {
  test(`a run of which node is ${what} ends with ${code}`, async (t) => {
    const { world, cwd, env, node, record } = await withoutNode(t, script)
    record(node)
    fs.symlinkSync(world.layer('shared/us-east-1/base'), path.join(path.dirname(cwd), 'linked'))
    const linked = path.join(path.dirname(cwd), 'linked')
    const before = world.starts().length
    const commands = [
      ...shells.map((shell) =>
        world.terraform(['plan', '-detailed-exitcode'], { cwd, env, shell }),
      ),
      world.terraform(['plan'], { cwd: linked, env: { ...env, PWD: linked } }),
      world.tfsso(['exec', 'true'], { cwd, env }),
      world.tfsso(['exec', '--account', 'apps-prd', 'true'], { cwd, env }),
    ]
    for (const { exitCode, stdout, stderr } of await Promise.all(commands)) {
      t.deepEqual([exitCode, stdout], [code, ''], stderr)
      t.regex(stderr, message)
    }
    t.is(world.starts().length, before)
  })
}

test('if the recorded node is missing, tfsso uses a node on PATH that is new enough', async (t) => {
  const { world, cwd, env, record } = await withoutNode(t, `exec ${process.execPath} "$@"`)
  record('/nowhere/bin/node')
  t.is((await world.terraform(['plan'], { cwd, env })).exitCode, 0)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
})
