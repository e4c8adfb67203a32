import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { listing, Machine, type RunOptions } from './rig.ts'

interface Refusal {
  says: string[]
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

const named = (name: string): Refusal => ({
  args: ({ root }) => ['--prefix', path.join(root, name)],
  says: ['cannot be installed in', '--prefix'],
})

const refusals: Record<string, Refusal> = {
  'an unknown option': { args: () => ['--wat'], says: ['--wat', '--help'] },
  'an operand': { args: () => ['here'], says: ['here', '--help'] },
  '--prefix without a value': { args: () => ['--prefix'], says: ['--prefix needs'] },
  '--prefix with an empty value': { args: () => ['--prefix', ''], says: ['--prefix needs'] },
  '--browser alone': { args: () => ['--browser'], says: ['--demo'] },
  '--demo and --prefix': { args: () => ['--demo', '--prefix', '/x'], says: ['--demo'] },
  '--uninstall and --modify-path': {
    args: () => ['--uninstall', '--modify-path'],
    says: ['--uninstall'],
  },
  'no HOME': { env: { HOME: undefined }, says: ['HOME', '--prefix'] },
  'a relative XDG_DATA_HOME, and no HOME': {
    env: { HOME: undefined, XDG_DATA_HOME: 'data' },
    says: ['HOME'],
  },
  'no HOME to change startup files in': {
    env: { HOME: undefined },
    args: ({ root }) => ['--modify-path', '--prefix', path.join(root, 'p')],
    says: ['HOME'],
  },
  'no node': {
    prepare: (machine) => machine.without('node'),
    says: ['no Node.js on PATH', 'Install Node.js 22 or 24', 'nodejs.org'],
  },
  'node 18': {
    prepare: (machine) => machine.program('node', 'echo v18.20.4'),
    says: ['Node.js 18.20.4', 'too old', '20.19', 'Install Node.js 22 or 24'],
  },
  'node 20.18': {
    prepare: (machine) => machine.program('node', 'echo v20.18.9'),
    says: ['20.18.9', 'too old'],
  },
  'a node that does not run': {
    prepare: (machine) => machine.program('node', 'echo "no version set" >&2; exit 126'),
    says: ['does not run', 'no version set', 'Install Node.js'],
  },
  'a node that says nonsense': {
    prepare: (machine) => machine.program('node', 'echo hello'),
    says: ['hello', 'Install Node.js'],
  },
  'no npm where it is needed': {
    prepare: (machine) => {
      machine.without('npm')
      fs.rmSync(path.join(machine.clone, 'node_modules'))
    },
    says: ['no npm on PATH', 'nodejs.org'],
  },
  'a prefix with a double quote': named('a"b'),
  'a prefix with a dollar': named('a$b'),
  'a prefix with a backtick': named('a`b'),
  'a prefix with a backslash': named('a\\b'),
  'a prefix with a colon': named('a:b'),
  'a prefix with a tab': named('a\tb'),
  'a prefix with a newline': named('a\nb'),
  'a prefix with a newline at its end': named('a\n'),
  'a prefix with a comment': named('a #b'),
  'a prefix with an ini comment': named('a ;b'),
  'a prefix that is the root': { args: () => ['--prefix', '//'], says: ['not a directory'] },
  'a prefix with .. below what is not there': {
    args: ({ root }) => ['--prefix', `${root}/no/../p`],
    says: ['not a directory'],
  },
  'a prefix that is a file': {
    prepare: ({ prefix }) => {
      fs.mkdirSync(path.dirname(prefix), { recursive: true })
      fs.writeFileSync(prefix, '')
    },
    says: ['not a directory'],
  },
  'a prefix that a build removes': {
    args: ({ clone }) => ['--prefix', path.join(clone, 'dist/here')],
    says: ['each build'],
  },
  'a foreign bin': foreign((prefix) => fs.mkdirSync(path.join(prefix, 'bin'))),
  'a foreign link': foreign((prefix) => fs.symlinkSync('/usr/lib', path.join(prefix, 'lib'))),
  'a foreign current': foreign((prefix) => fs.writeFileSync(path.join(prefix, 'current'), '')),
  'a foreign env': foreign((prefix) => fs.writeFileSync(path.join(prefix, 'env'), 'X=1\n')),
  'a foreign file': foreign((prefix) => fs.writeFileSync(path.join(prefix, 'notes'), '')),
  'a foreign hidden file': foreign((prefix) => fs.writeFileSync(path.join(prefix, '.git'), '')),
  'to uninstall what is not ours': {
    ...foreign((prefix) => fs.mkdirSync(path.join(prefix, 'versions/x'), { recursive: true })),
    args: () => ['--uninstall'],
    says: ['not an installation of tfsso'],
  },
}

for (const [name, { prepare, args, env, says }] of Object.entries(refusals)) {
  test(`refused before anything is written: ${name}`, async (t) => {
    const machine = new Machine(t)
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

const accepted = {
  'spaces and a single quote': "it's a  place",
  'what sed and globs take for more': 'a&b|c[d]*(e)!~%',
  'letters beyond ASCII': 'größe 目录',
  'a # and a ; without a space before': 'a#b;c',
}

for (const [name, directory] of Object.entries(accepted)) {
  test(`a prefix with ${name}`, async (t) => {
    const machine = new Machine(t)
    machine.prefix = path.join(machine.root, directory)
    const { exitCode, stderr } = await machine.install(['--prefix', machine.prefix])
    t.is(exitCode, 0, stderr)
    t.is((await machine.tfsso()).stdout, '0.1.0')
    t.is((await machine.terraform(['version'])).stdout, 'the real terraform: version')
    const { stdout } = await machine.sh(
      '. "$0/env" && command -v terraform tfsso'.replace('$0', machine.prefix),
    )
    t.is(stdout.split('\n')[0], path.join(machine.prefix, 'shims/terraform'))
    t.is((await machine.install(['--prefix', machine.prefix])).exitCode, 0, 'again')
    t.is((await machine.install(['--uninstall', '--prefix', machine.prefix])).exitCode, 0)
    t.false(fs.existsSync(machine.prefix))
  })
}

const spellings: Record<string, string[]> = {
  relative: ['--prefix', 'p/q'],
  'with an equals sign': ['--prefix=p/q'],
  'with . and .. and slashes': ['--prefix', './x/../p/q//'],
}

for (const [name, args] of Object.entries(spellings)) {
  test(`a prefix that is ${name} is made absolute`, async (t) => {
    const machine = new Machine(t)
    for (const directory of ['x', 'p']) fs.mkdirSync(path.join(machine.root, directory))
    machine.prefix = path.join(machine.root, 'p/q')
    const { exitCode, stderr } = await machine.install(args)
    t.is(exitCode, 0, stderr)
    t.true(
      fs
        .readFileSync(path.join(machine.prefix, 'shims/terraform'), 'utf8')
        .includes(`='${machine.prefix}'`),
    )
  })
}

test('the default is in XDG_DATA_HOME, and needs no HOME then', async (t) => {
  const machine = new Machine(t)
  const data = path.join(machine.root, 'data')
  const { exitCode, stderr } = await machine.install([], {
    env: { HOME: undefined, XDG_DATA_HOME: data },
  })
  t.is(exitCode, 0, stderr)
  t.true(fs.existsSync(path.join(data, 'tfsso/bin/tfsso')))
  t.deepEqual(fs.readdirSync(machine.home), [])
})
