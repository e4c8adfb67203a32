import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { needsUsers } from '../rig/users.ts'
import { type Kind, listing, Machine, type RunOptions } from './rig.ts'

/*
 * install.sh refuses before it writes anything. test/unit/install tests the refusals that depend only on names and
 * options.
 */

interface Refusal {
  says: string[]
  kind?: Kind
  prepare?: (machine: Machine) => void
  args?: (machine: Machine) => string[]
  env?: RunOptions['env']
}

const foreign = (make: (prefix: string) => void): Pick<Refusal, 'prepare' | 'says'> => ({
  prepare: ({ prefix }) => {
    fs.mkdirSync(prefix, { recursive: true })
    make(prefix)
  },
  says: ["not tfsso's", '--prefix'],
})

const refusals: Record<string, Refusal> = {
  'an unknown option': { args: () => ['--wat'], says: ['--wat', '--help'] },
  '--prefix without a value': { args: () => ['--prefix'], says: ['--prefix needs'] },
  'no HOME': { env: { HOME: undefined }, says: ['HOME', '--prefix'] },
  'no node': {
    prepare: (machine) => machine.without('node'),
    says: ['no Node.js on PATH', 'Install Node.js 24 or 26', 'nodejs.org'],
  },
  'node 18': {
    prepare: (machine) => machine.program('node', 'echo v18.20.4'),
    says: ['Node.js 18.20.4', 'too old', '20.19', 'Install Node.js 24 or 26'],
  },
  'node 20.18': {
    prepare: (machine) => machine.program('node', 'echo v20.18.9'),
    says: ['20.18.9', 'too old'],
  },
  'a node that does not run': {
    prepare: (machine) => machine.program('node', 'echo "no version set" >&2; exit 126'),
    says: ['does not run', 'no version set', 'Install Node.js'],
  },
  'a node that prints an invalid version': {
    prepare: (machine) => machine.program('node', 'echo hello'),
    says: ['hello', 'Install Node.js'],
  },
  'no npm where it is needed': {
    kind: 'clone',
    prepare: (machine) => {
      machine.without('npm')
      fs.rmSync(path.join(machine.source, 'node_modules'))
    },
    says: ['no npm on PATH', 'nodejs.org'],
  },
  'a prefix with a newline': {
    args: ({ root }) => ['--prefix', path.join(root, 'a\nb')],
    says: ['cannot be installed in', 'a\\nb', '--prefix'],
  },
  'a foreign directory bin': foreign((prefix) => fs.mkdirSync(path.join(prefix, 'bin'))),
  'a foreign link lib': foreign((prefix) => fs.symlinkSync('/usr/lib', path.join(prefix, 'lib'))),
  'a foreign file current': foreign((prefix) => fs.writeFileSync(path.join(prefix, 'current'), '')),
  'a foreign file env': foreign((prefix) => fs.writeFileSync(path.join(prefix, 'env'), 'X=1\n')),
  'a link as versions': foreign((prefix) => fs.symlinkSync('/', path.join(prefix, 'versions'))),
  'a foreign file': foreign((prefix) => fs.writeFileSync(path.join(prefix, 'notes'), '')),
  'a foreign hidden file': foreign((prefix) => fs.writeFileSync(path.join(prefix, '.git'), '')),
  'to uninstall a directory that is not tfsso’s': {
    ...foreign((prefix) => fs.mkdirSync(path.join(prefix, 'versions/x'), { recursive: true })),
    args: () => ['--uninstall'],
    says: ['not an installation of tfsso'],
  },
}

for (const [name, { kind, prepare, args, env, says }] of Object.entries(refusals)) {
  test(`refused before anything is written: ${name}`, async (t) => {
    const machine = new Machine(t, kind)
    prepare?.(machine)
    const before = listing(machine.root)
    const { exitCode, stdout, stderr } = await machine.install(args?.(machine), env ? { env } : {})
    t.is(exitCode, 1, stderr)
    t.is(stdout, '')
    t.true(stderr.startsWith('tfsso: '), stderr)
    for (const part of says) t.true(stderr.includes(part), `${part} in: ${stderr}`)
    t.deepEqual(listing(machine.root), before)
  })
}

test('a Node.js that others can write to is refused', async (t) => {
  const machine = new Machine(t)
  const directory = path.join(machine.root, 'open')
  fs.mkdirSync(directory)
  fs.copyFileSync(process.execPath, path.join(directory, 'node'), fs.constants.COPYFILE_FICLONE)
  machine.without('node')
  fs.symlinkSync(path.join(directory, 'node'), path.join(machine.bin, 'node'))
  for (const open of [directory, path.join(directory, 'node')]) {
    fs.chmodSync(directory, 0o755)
    fs.chmodSync(open, 0o777)
    const { exitCode, stderr } = await machine.install()
    t.is(exitCode, 1, stderr)
    t.true(stderr.includes(`other users can write to ${open},`), stderr)
  }
  t.false(fs.existsSync(machine.prefix))
})

needsUsers('a prefix of another user, or in a directory of theirs, is refused', async (t) => {
  const machine = new Machine(t)
  const theirs = path.join(machine.root, 'theirs')
  fs.mkdirSync(theirs)
  fs.chownSync(theirs, 65534, 65534)
  fs.symlinkSync(theirs, path.join(machine.root, 'link'))
  for (const prefix of ['theirs', 'theirs/below/it', 'link']) {
    const { exitCode, stderr } = await machine.install(['--prefix', prefix])
    t.is(exitCode, 1, prefix)
    t.true(stderr.includes('belongs to another user (65534)'), stderr)
  }
  t.deepEqual(fs.readdirSync(theirs), [])
})
