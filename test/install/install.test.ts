import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { listing, Machine, shells, walk } from './rig.ts'

const names = (directory: string) => fs.readdirSync(directory).sort()

test('a fresh clone is installed, and its shims run', async (t) => {
  const machine = new Machine(t)
  const { exitCode, stdout, stderr } = await machine.install()
  t.is(exitCode, 0, stderr)
  t.is(stdout, '')
  t.true(stderr.includes(`is installed in ${machine.prefix} `), stderr)
  t.deepEqual(names(machine.prefix), [
    'bin',
    'current',
    'env',
    'env.fish',
    'lib',
    'libexec',
    'shims',
    'versions',
  ])
  t.is(
    fs.readFileSync(path.join(machine.prefix, 'libexec/node-path'), 'utf8'),
    `${process.execPath}\n`,
  )
  t.is((await machine.tfsso()).stdout, '0.1.0')
  const { stdout: passed, stderr: nothing } = await machine.terraform(['version', '-json'])
  t.deepEqual([passed, nothing], ['the real terraform: version -json', ''])
  t.deepEqual(names(machine.home), ['.local'], 'no other file in HOME')
  t.deepEqual(names(machine.temporary), [])
})

test('the clone is not needed afterwards', async (t) => {
  const machine = new Machine(t)
  await machine.install()
  fs.rmSync(machine.clone, { recursive: true })
  t.is((await machine.tfsso()).stdout, '0.1.0')
})

for (const shell of shells) {
  test(`install, again, and uninstall under ${shell.join(' ')}`, async (t) => {
    const machine = new Machine(t)
    machine.write('.profile', 'export EDITOR=vi')
    const before = listing(machine.home).filter((line) => line.startsWith('.profile'))
    for (const _ of [1, 2]) {
      const { exitCode, stderr } = await machine.install(['--modify-path'], { shell })
      t.is(exitCode, 0, stderr)
    }
    t.is((await machine.tfsso()).stdout, '0.1.0')
    const { exitCode, stderr } = await machine.install(['--uninstall'], { shell })
    t.is(exitCode, 0, stderr)
    t.is(machine.read('.profile'), 'export EDITOR=vi')
    t.is(before.length, 1)
    t.false(fs.existsSync(machine.prefix))
  })
}

test('an upgrade keeps the version before, and no older one', async (t) => {
  const machine = new Machine(t)
  const outcomes: string[] = []
  for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
    machine.setVersion(version)
    const { exitCode, stderr } = await machine.install()
    t.is(exitCode, 0, stderr)
    outcomes.push((await machine.tfsso()).stdout)
  }
  t.deepEqual(outcomes, ['1.0.0', '1.1.0', '1.2.0'])
  t.deepEqual(
    machine
      .versions()
      .sort()
      .map((name) => name.slice(0, 5)),
    ['1.1.0', '1.2.0'],
  )
})

const breakages = {
  'does not build': (machine: Machine) =>
    fs.writeFileSync(path.join(machine.clone, 'lib/cli.ts'), 'import {'),
  'does not run': (machine: Machine) =>
    fs.writeFileSync(path.join(machine.clone, 'lib/cli.ts'), 'throw new Error("broken")'),
  'does not run for its shim': (machine: Machine) =>
    fs.writeFileSync(path.join(machine.clone, 'lib/shim-cli.ts'), 'throw new Error("broken")'),
  'has a shim that is no sh': (machine: Machine) =>
    fs.writeFileSync(path.join(machine.clone, 'libexec/shim.sh'), 'if then'),
  'lacks a part': (machine: Machine) => fs.rmSync(path.join(machine.clone, 'libexec/credentials')),
}

for (const [name, spoil] of Object.entries(breakages)) {
  test(`an upgrade that ${name} leaves the old version`, async (t) => {
    const machine = new Machine(t)
    await machine.install()
    const before = listing(machine.prefix).map(withoutDirectoryTime)
    machine.setVersion('2.0.0')
    spoil(machine)
    const { exitCode, stderr } = await machine.install()
    t.is(exitCode, 1, stderr)
    t.deepEqual(listing(machine.prefix).map(withoutDirectoryTime), before)
    t.is((await machine.tfsso()).stdout, '0.1.0')
  })

  test(`a first installation that ${name} leaves nothing`, async (t) => {
    const machine = new Machine(t)
    spoil(machine)
    const { exitCode, stderr } = await machine.install()
    t.is(exitCode, 1, stderr)
    t.false(fs.existsSync(machine.prefix))
  })
}

/** A directory's time changes when something is made in it and taken away again. */
function withoutDirectoryTime(line: string): string {
  return line.replace(/^(.* 4\d{4}) \S+ /, '$1 ')
}

test('a damaged installation is made whole', async (t) => {
  const machine = new Machine(t)
  await machine.install()
  fs.rmSync(path.join(machine.prefix, 'versions'), { recursive: true })
  fs.rmSync(path.join(machine.prefix, 'lib'))
  t.is((await machine.install()).exitCode, 0)
  t.is((await machine.tfsso()).stdout, '0.1.0')
})

for (const umask of ['000', '022', '077']) {
  test(`with umask ${umask} nothing can be changed by others`, async (t) => {
    const machine = new Machine(t)
    const { exitCode } = await machine.sh(
      `umask ${umask} && exec sh "${machine.clone}/install.sh" --modify-path`,
    )
    t.is(exitCode, 0)
    for (const file of walk(machine.prefix)) t.is(fs.statSync(file).mode & 0o22, 0, file)
    t.is((await machine.tfsso()).stdout, '0.1.0')
    t.is((await machine.terraform(['fmt'])).stdout, 'the real terraform: fmt')
  })
}

const starts: Record<string, (machine: Machine) => string> = {
  'in its directory': ({ clone }) => `cd "${clone}" && sh install.sh`,
  executed: ({ clone }) => `cd "${clone}" && ./install.sh`,
  'by a relative path': ({ clone }) => `cd "${path.dirname(clone)}" && sh "my clone/install.sh"`,
  'through a link': ({ root, clone }) =>
    `mkdir "${root}/links" && cd "${root}/links" && ln -s "${clone}/install.sh" one && ln -s one two && sh two`,
  'through a relative link to its directory': ({ root }) =>
    `cd "${root}" && ln -s "my clone" dir && sh dir/install.sh`,
  'with CDPATH set': ({ root }) =>
    `cd "${root}" && mkdir -p "cd/my clone" && CDPATH="${root}/cd" sh "my clone/install.sh"`,
  'with stdin closed': ({ clone }) => `sh "${clone}/install.sh" <&-`,
  'with TFSSO_DEBUG': ({ clone }) => `TFSSO_DEBUG=1 sh "${clone}/install.sh"`,
}

for (const [name, line] of Object.entries(starts)) {
  test(`it can be started ${name}`, async (t) => {
    const machine = new Machine(t)
    const { exitCode, stdout, stderr } = await machine.sh(line(machine))
    t.is(exitCode, 0, stderr)
    t.is(stdout, '')
    t.is((await machine.tfsso()).stdout, '0.1.0')
  })
}

test('a bundle needs neither npm nor a build', async (t) => {
  const machine = new Machine(t)
  machine.bundle()
  machine.without('npm')
  const before = listing(machine.clone)
  const { exitCode, stderr } = await machine.install()
  t.is(exitCode, 0, stderr)
  t.deepEqual(listing(machine.clone), before)
  t.is((await machine.tfsso()).stdout, '0.1.0')
  t.is((await machine.terraform(['version'])).stdout, 'the real terraform: version')
})

test('what lies beside install.sh must be tfsso', async (t) => {
  const machine = new Machine(t)
  fs.rmSync(path.join(machine.clone, 'build.mjs'))
  const { exitCode, stderr } = await machine.install()
  t.is(exitCode, 1)
  t.true(stderr.includes('neither a clone'), stderr)
})

const npm = `
echo "$@" >>"$TMPDIR/npm-args"
pwd >>"$TMPDIR/npm-args"
rm -rf node_modules
ln -s "$REAL_MODULES" node_modules
echo noise; echo noise >&2`

const modules: Record<string, { make: (modules: string) => void; args?: string }> = {
  missing: { make: () => {}, args: '--omit=dev' },
  'without esbuild': { make: (at) => fs.mkdirSync(at), args: '--omit=dev' },
  unfinished: {
    make: (at) => fs.mkdirSync(path.join(at, 'esbuild'), { recursive: true }),
    args: '--omit=dev',
  },
  "old, and a developer's": {
    make: (at) => {
      for (const name of ['esbuild', 'ava']) fs.mkdirSync(path.join(at, name), { recursive: true })
      fs.writeFileSync(path.join(at, '.package-lock.json'), '{}')
      fs.utimesSync(path.join(at, '.package-lock.json'), 500, 500)
    },
    args: '--include=dev',
  },
}

for (const [name, { make, args }] of Object.entries(modules)) {
  test(`dependencies that are ${name} are installed`, async (t) => {
    const machine = new Machine(t)
    const at = path.join(machine.clone, 'node_modules')
    const real = fs.readlinkSync(at)
    fs.rmSync(at)
    make(at)
    machine.program('npm', npm)
    const { exitCode, stderr } = await machine.install([], { env: { REAL_MODULES: real } })
    t.is(exitCode, 0, stderr)
    t.is(
      fs.readFileSync(path.join(machine.temporary, 'npm-args'), 'utf8'),
      `ci ${args} --no-audit --no-fund --ignore-scripts\n${machine.clone}\n`,
    )
    t.false(stderr.includes('noise'))
  })
}

test('what npm prints is shown when it fails', async (t) => {
  const machine = new Machine(t)
  fs.rmSync(path.join(machine.clone, 'node_modules'))
  const { exitCode, stderr } = await machine.install()
  t.is(exitCode, 1)
  t.true(stderr.includes('npm must not run here'), stderr)
  t.false(fs.existsSync(machine.prefix))
})

test('--demo runs from a temporary place, gives its exit code, and leaves nothing', async (t) => {
  const machine = new Machine(t)
  const said = path.join(machine.root, 'said')
  machine.program(
    'tfsso',
    `tfsso_prefix=@PREFIX@\nprintf '%s\\n' "$tfsso_prefix" "$@" >"${said}"
[ -f "$tfsso_prefix/lib/cli.js" ] || exit 3\nexit 42`,
    path.join(machine.clone, 'bin'),
  )
  const before = listing(machine.home)
  const { exitCode, stderr } = await machine.install(['--demo', '--browser'])
  t.is(exitCode, 42, stderr)
  const [prefix = '', ...args] = fs.readFileSync(said, 'utf8').trimEnd().split('\n')
  t.true(prefix.startsWith(machine.temporary), prefix)
  t.deepEqual(args, ['demo', '--browser'])
  t.deepEqual(names(machine.temporary), [])
  t.deepEqual(listing(machine.home), before)
})

for (const [signal, code] of Object.entries({ INT: 130, TERM: 143, HUP: 129 })) {
  test(`--demo that SIG${signal} ends leaves nothing`, async (t) => {
    const machine = new Machine(t)
    machine.program('tfsso', `kill -${signal} "$PPID"`, path.join(machine.clone, 'bin'))
    const { exitCode } = await machine.install(['--demo'])
    t.is(exitCode, code)
    t.deepEqual(names(machine.temporary), [])
  })
}

for (const args of [[], ['--modify-path'], ['--demo'], ['--uninstall']]) {
  for (const installed of [false, true]) {
    test(`--dry-run changes nothing: ${args} ${installed ? 'installed' : 'fresh'}`, async (t) => {
      const machine = new Machine(t)
      machine.write('.profile', 'a line\n')
      machine.write('.cache/tfsso/grants/x', 'x')
      if (installed) await machine.install(['--modify-path'])
      const modules = path.join(machine.clone, 'node_modules')
      fs.rmSync(modules)
      const before = listing(machine.root)
      const { exitCode, stdout, stderr } = await machine.install([...args, '--dry-run'])
      t.is(exitCode, 0, stderr)
      t.is(stdout, '')
      t.true(stderr.includes('Would '), stderr)
      t.deepEqual(listing(machine.root), before)
    })
  }
}

test('--help is on stdout', async (t) => {
  const { exitCode, stdout, stderr } = await new Machine(t).install(['--help'])
  t.is(exitCode, 0)
  t.is(stderr, '')
  for (const option of ['prefix', 'modify-path', 'dry-run', 'demo', 'browser', 'uninstall'])
    t.true(stdout.includes(`--${option}`), option)
})
