import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { builtBundle, listing, Machine, standInForBuild } from './rig.ts'

/** In this folder, only this test really builds tfsso. */
test('a fresh clone is built and installed; a failed build leaves the installation as it was', async (t) => {
  const machine = new Machine(t, 'clone')
  const { exitCode, stdout, stderr } = await machine.install()
  t.is(exitCode, 0, stderr)
  t.is(stdout, '')
  t.is((await machine.tfsso()).stdout, '0.1.0')
  t.is((await machine.terraform(['fmt'])).stdout, 'the real terraform: fmt')
  const before = listing(machine.prefix)
  fs.writeFileSync(path.join(machine.source, 'lib/cli.ts'), 'import {')
  const broken = await machine.install()
  t.is(broken.exitCode, 1)
  t.true(broken.stderr.includes('tfsso cannot be built'), broken.stderr)
  t.deepEqual(listing(machine.prefix), before)
})

/** A clone in which a build only copies an existing build. */
function clone(t: ConstructorParameters<typeof Machine>[0]): Machine {
  const machine = new Machine(t, 'clone')
  fs.writeFileSync(path.join(machine.source, 'build.mjs'), standInForBuild)
  return machine
}

test('--uninstall says what remains in the clone, and builds nothing', async (t) => {
  const machine = clone(t)
  machine.placeInstallation()
  fs.cpSync(builtBundle(), path.join(machine.source, 'dist'), { recursive: true })
  fs.writeFileSync(path.join(machine.source, 'build.mjs'), 'throw new Error("not to be built")')
  const { exitCode, stderr } = await machine.install(['--uninstall'])
  t.is(exitCode, 0, stderr)
  t.true(stderr.includes(`Removed tfsso from ${machine.prefix}.`), stderr)
  t.true(
    stderr.includes(`Not removed from the clone, ${machine.source}: dist/ and node_modules/.`),
    stderr,
  )
})

test('--uninstall works in a clone that is not built, and builds nothing', async (t) => {
  const machine = clone(t)
  machine.placeInstallation()
  const { exitCode, stderr } = await machine.install(['--uninstall'])
  t.is(exitCode, 0, stderr)
  t.false(fs.existsSync(machine.prefix))
  t.false(fs.existsSync(path.join(machine.source, 'dist')))
})

test('install.sh refuses a prefix inside dist/, because each build replaces that directory', async (t) => {
  const machine = clone(t)
  const prefix = path.join(machine.source, 'dist/here')
  const env = { BUILT_BUNDLE: builtBundle() }
  const { exitCode, stderr } = await machine.install(['--prefix', prefix], { env })
  t.is(exitCode, 1)
  t.true(stderr.includes('each build replaces'), stderr)
})

for (const isBuilt of [false, true]) {
  test(`--dry-run builds nothing in a clone that is ${isBuilt ? '' : 'not '}built`, async (t) => {
    const machine = clone(t)
    if (isBuilt) fs.cpSync(builtBundle(), path.join(machine.source, 'dist'), { recursive: true })
    fs.rmSync(path.join(machine.source, 'node_modules'))
    const before = listing(machine.root)
    const { exitCode, stdout, stderr } = await machine.install(['--dry-run'])
    t.is(exitCode, 0, stderr)
    t.is(stdout, '')
    t.true(stderr.includes('Would install its dependencies: npm ci --omit=dev'), stderr)
    t.true(stderr.includes('Would build it: '), stderr)
    t.true(
      stderr.includes(isBuilt ? `in ${machine.prefix}` : 'Would install what was built'),
      stderr,
    )
    t.deepEqual(listing(machine.root), before)
  })
}

test('install.sh refuses to install if the files next to it are not tfsso’s', async (t) => {
  const machine = clone(t)
  fs.rmSync(path.join(machine.source, 'build.mjs'))
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
  test(`install.sh lets npm install dependencies that are ${name}`, async (t) => {
    const machine = clone(t)
    const at = path.join(machine.source, 'node_modules')
    const real = fs.readlinkSync(at)
    fs.rmSync(at)
    make(at)
    machine.program('npm', npm)
    // These cases differ only before the build. So `node` is a script that fails when the build starts.
    machine.program('node', '[ "$1" = --version ] && echo v26.0.0')
    const { exitCode, stderr } = await machine.install([], { env: { REAL_MODULES: real } })
    t.is(exitCode, 1, stderr)
    t.true(stderr.includes('tfsso cannot be built'), stderr)
    t.is(
      fs.readFileSync(path.join(machine.temporary, 'npm-args'), 'utf8'),
      `ci ${args} --no-audit --no-fund --ignore-scripts\n${machine.source}\n`,
    )
    t.false(stderr.includes('noise'))
  })
}

test('npm’s output is shown if npm fails', async (t) => {
  const machine = clone(t)
  fs.rmSync(path.join(machine.source, 'node_modules'))
  const { exitCode, stderr } = await machine.install()
  t.is(exitCode, 1)
  t.true(stderr.includes('npm must not run here'), stderr)
  t.false(fs.existsSync(machine.prefix))
})
