import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { builtBundle, listing, Machine, shells, walk, whereIs } from './rig.ts'

const names = (directory: string) => fs.readdirSync(directory).sort()

test('a bundle needs neither npm nor a build; with umask 077 only the owner can read the installation; the shims run', async (t) => {
  const machine = new Machine(t, 'own bundle')
  machine.without('npm')
  const before = listing(machine.source)
  const { exitCode, stdout, stderr } = await machine.sh(
    `umask 077 && exec sh "${machine.source}/install.sh"`,
  )
  t.is(exitCode, 0, stderr)
  t.is(stdout, '')
  t.true(stderr.includes(`is installed in ${machine.prefix} `), stderr)
  t.deepEqual(listing(machine.source), before)
  t.deepEqual(names(machine.prefix), [
    'bin',
    'current',
    'env',
    'env.fish',
    'lib',
    'libexec',
    'man',
    'shims',
    'versions',
  ])
  for (const file of walk(machine.prefix)) t.is(fs.statSync(file).mode & 0o77, 0, file)
  t.is(
    fs.readFileSync(path.join(machine.prefix, 'libexec/node-path'), 'utf8'),
    `${process.execPath}\n`,
  )
  t.is(
    fs.readFileSync(path.join(machine.prefix, 'libexec/node-flag'), 'utf8'),
    '--disable-wasm-trap-handler\n',
  )
  t.deepEqual(names(path.join(machine.prefix, 'shims')), ['terraform', 'tofu'])
  fs.rmSync(machine.source, { recursive: true }) // the installation does not need the bundle
  t.is((await machine.tfsso()).stdout, '0.1.0')
  const { stdout: passed, stderr: nothing } = await machine.terraform(['version', '-json'])
  t.deepEqual([passed, nothing], ['the real terraform: version -json', ''])
  t.deepEqual(names(machine.home), ['.local'], 'no other file in HOME')
  t.deepEqual(names(machine.temporary), [])
})

const breakages: Record<string, [spoil: (source: string) => void, says: RegExp]> = {
  'does not run': [
    (source) => fs.writeFileSync(path.join(source, 'lib/tfsso.js'), 'throw new Error("broken")'),
    /^tfsso: the new version does not run; see above\.$/m,
  ],
  'does not run for its shim': [
    (source) => fs.writeFileSync(path.join(source, 'lib/shim.js'), 'throw new Error("broken")'),
    /^tfsso: the new version does not run; see above\.$/m,
  ],
  'has a shim that is not valid sh': [
    (source) => fs.appendFileSync(path.join(source, 'shims/terraform'), 'if then'),
    /^tfsso: the new version is damaged: see above\.$/m,
  ],
  'lacks a part': [
    (source) => fs.rmSync(path.join(source, 'libexec/credentials')),
    /^tfsso: the new version is damaged: credentials is missing\.$/m,
  ],
}

test('an upgrade keeps the version before it and removes older ones; a broken version leaves no files', async (t) => {
  const machine = new Machine(t, 'own bundle')
  machine.placeInstallation()
  const outcomes: string[] = []
  for (const version of ['1.1.0', '1.2.0']) {
    machine.setVersion(version)
    const { exitCode, stderr } = await machine.install()
    t.is(exitCode, 0, stderr)
    outcomes.push((await machine.tfsso()).stdout)
  }
  t.deepEqual(outcomes, ['1.1.0', '1.2.0'])
  t.deepEqual(
    machine
      .versions()
      .sort()
      .map((name) => name.slice(0, 5)),
    ['1.1.0', '1.2.0'],
  )
  const before = listing(machine.prefix).map(withoutDirectoryTime)
  for (const [name, [spoil, says]] of Object.entries(breakages)) {
    fs.rmSync(machine.source, { recursive: true })
    fs.cpSync(builtBundle(), machine.source, { recursive: true })
    spoil(machine.source)
    machine.setVersion('2.0.0')
    const { exitCode, stderr } = await machine.install()
    t.is(exitCode, 1, `${name}: ${stderr}`)
    t.regex(stderr, says)
    t.true(stderr.endsWith(`  ${machine.prefix} is unchanged.`), `${name}: ${stderr}`)
    t.deepEqual(listing(machine.prefix).map(withoutDirectoryTime), before, name)
  }
  t.is((await machine.tfsso()).stdout, '1.2.0')
  // Without an old version, a broken version must leave no file.
  const elsewhere = path.join(machine.root, 'elsewhere')
  t.is((await machine.install(['--prefix', elsewhere])).exitCode, 1)
  t.false(fs.existsSync(elsewhere))
})

/**
 * Removes a directory's time from a line of `listing`. This time changes if somebody creates and removes a file in the
 * directory.
 */
function withoutDirectoryTime(line: string): string {
  return line.replace(/^(.* 4\d{4}) \S+ /, '$1 ')
}

test('code that another Node.js compiled is compiled again; TFSSO_DEBUG=1 shows what the new version prints', async (t) => {
  const machine = new Machine(t, 'own bundle')
  const compiled = (directory: string) =>
    fs.readdirSync(path.join(directory, 'lib')).filter((name) => /^shim\.js.*compiled$/.test(name))
  // The name of a file with compiled code contains node's version and size. V8 itself checks only V8's version. It
  // would crash with code that another Node.js with the same V8 has compiled.
  const name = `shim.js.${process.version}-${fs.statSync(process.execPath).size}.compiled`
  t.deepEqual(compiled(machine.source), [name])
  const at = path.join(machine.source, 'lib', name)
  const made = fs.statSync(at).size
  fs.writeFileSync(at, 'invalid')
  fs.writeFileSync(
    path.join(machine.source, 'lib/shim.js.v20.0.0-1.compiled'),
    'of another Node.js',
  )
  const env = { TFSSO_DEBUG: '1' }
  const { exitCode, stdout, stderr } = await machine.install([], { env })
  t.deepEqual([exitCode, stdout], [0, ''], stderr)
  t.true(stderr.startsWith('0.1.0\n'), stderr)
  t.deepEqual(compiled(machine.prefix), [name])
  const { size } = fs.statSync(path.join(machine.prefix, 'lib', name))
  t.true(size > made / 2, `${size} bytes`)
})

const calls: Record<string, (machine: Machine) => string> = {
  'in its directory': ({ source }) => `cd "${source}" && sh install.sh`,
  executed: ({ source }) => `cd "${source}" && ./install.sh`,
  'by a relative path, with CDPATH set': ({ root, source }) =>
    `cd "${root}" && ln -s "${source}" dir && mkdir -p cd/dir && CDPATH="${root}/cd" sh dir/install.sh`,
  'through a link': ({ root, source }) =>
    `mkdir "${root}/links" && cd "${root}/links" && ln -s "${source}/install.sh" one && ln -s one two && sh two`,
}
for (const [file = '', ...options] of shells)
  calls[[file, ...options].join(' ')] = ({ source }) =>
    `${[whereIs(file), ...options].join(' ')} "${source}/install.sh"`

test('install.sh starts the installer with its arguments, in every shell and however it is called', async (t) => {
  const node = `[ "$1" != --version ] || { echo v26.0.0; exit; }
if (exec 3<&0) 2>/dev/null; then printf '%s\\n' "$@"; else echo 'stdin is closed'; fi`
  for (const [name, line] of Object.entries(calls))
    for (const args of [['--prefix', 'a b'], ['--uninstall']]) {
      const machine = new Machine(t)
      machine.program('node', node)
      const words = args.map((arg) => `'${arg}'`).join(' ')
      const { exitCode, stdout, stderr } = await machine.sh(`${line(machine)} ${words} <&-`)
      t.deepEqual([exitCode, stderr], [0, ''], name)
      t.deepEqual(stdout.split('\n'), [path.join(machine.source, 'lib/install.js'), ...args], name)
    }
})

test('a prefix with special characters works, and nobody else can write there, even with umask 000: install, use, repair, uninstall', async (t) => {
  const machine = new Machine(t)
  machine.prefix = path.join(machine.root, "it's a  place & größe|c[d]*(e)!~%#;")
  const args = ['--prefix', machine.prefix]
  const { exitCode, stderr } = await machine.sh(
    `umask 000 && exec sh "${machine.source}/install.sh" --prefix "${machine.prefix}"`,
  )
  t.is(exitCode, 0, stderr)
  for (const file of walk(machine.prefix)) t.is(fs.statSync(file).mode & 0o22, 0, file)
  t.is((await machine.tfsso()).stdout, '0.1.0')
  t.is((await machine.terraform(['version'])).stdout, 'the real terraform: version')
  const { stdout } = await machine.sh(`. "${machine.prefix}/env" && command -v terraform tfsso`)
  t.is(stdout.split('\n')[0], path.join(machine.prefix, 'shims/terraform'))
  fs.rmSync(path.join(machine.prefix, 'versions'), { recursive: true })
  fs.rmSync(path.join(machine.prefix, 'lib'))
  t.is((await machine.install(args)).exitCode, 0, 'again')
  t.is((await machine.tfsso()).stdout, '0.1.0')
  t.is((await machine.install(['--uninstall', ...args])).exitCode, 0)
  t.false(fs.existsSync(machine.prefix))
})

test('a prefix can be relative, and XDG_DATA_HOME is enough without HOME', async (t) => {
  const machine = new Machine(t)
  const relative = await machine.install(['--dry-run', '--prefix=p/q'])
  t.true(relative.stderr.includes(` in ${path.join(machine.root, 'p/q')} `), relative.stderr)
  const data = path.join(machine.root, 'data')
  const env = { HOME: undefined, XDG_DATA_HOME: data }
  const { exitCode, stderr } = await machine.install(['--dry-run'], { env })
  t.is(exitCode, 0, stderr)
  t.true(stderr.includes(` in ${path.join(data, 'tfsso')} `), stderr)
})

test('--dry-run changes nothing, alone and with --modify-path, --demo and --uninstall', async (t) => {
  const machine = new Machine(t)
  machine.write('.profile', 'a line\n')
  machine.write('.cache/tfsso/grants/x', 'x')
  for (const installed of [false, true]) {
    if (installed) {
      machine.placeInstallation()
      machine.modifyPath('sh')
    }
    const before = listing(machine.root)
    for (const args of installed ? [['--modify-path'], ['--uninstall']] : [[], ['--demo']]) {
      const { exitCode, stdout, stderr } = await machine.install([...args, '--dry-run'])
      t.is(exitCode, 0, stderr)
      t.is(stdout, '')
      t.true(stderr.includes('Would '), `${args}: ${stderr}`)
      t.deepEqual(listing(machine.root), before, `${args}`)
    }
  }
})

test('--help is on stdout, and needs no Node.js', async (t) => {
  const machine = new Machine(t)
  machine.without('node')
  const { exitCode, stdout, stderr } = await machine.install(['--help'])
  t.is(exitCode, 0)
  t.is(stderr, '')
  for (const option of 'prefix tools modify-path dry-run demo browser uninstall'.split(' '))
    t.true(stdout.includes(`--${option}`), option)
})
