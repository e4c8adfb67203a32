import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { listing, Machine } from './rig.ts'

test('--demo runs the demo from a temporary directory, returns the demo’s exit code, and leaves no files', async (t) => {
  const machine = new Machine(t, 'own bundle')
  const said = path.join(machine.root, 'said')
  machine.program(
    'tfsso',
    `tfsso_prefix=@PREFIX@\nprintf '%s\\n' "$tfsso_prefix" "$@" >"${said}"
[ -f "$tfsso_prefix/lib/cli.js" ] || exit 3\nexit 42`,
    path.join(machine.source, 'bin'),
  )
  const before = listing(machine.home)
  const { exitCode, stderr } = await machine.install(['--demo', '--browser'])
  t.is(exitCode, 42, stderr)
  const [prefix = '', ...args] = fs.readFileSync(said, 'utf8').trimEnd().split('\n')
  t.true(prefix.startsWith(machine.temporary), prefix)
  t.deepEqual(args, ['demo', '--browser'])
  t.deepEqual(fs.readdirSync(machine.temporary), [])
  t.deepEqual(listing(machine.home), before)
})

// Ctrl-C in a terminal reaches the installer and the demo. Other signals reach only the installer, which passes them
// on.
for (const [signal, code, then] of [
  ['INT', 130, 'kill -INT "$$"'],
  ['TERM', 143, 'exec sleep 600'],
  ['HUP', 129, 'exec sleep 600'],
] as const) {
  test(`--demo leaves no files when SIG${signal} ends it`, async (t) => {
    const machine = new Machine(t, 'own bundle')
    const body = `kill -${signal} "$PPID"\n${then}`
    machine.program('tfsso', body, path.join(machine.source, 'bin'))
    const { exitCode, stderr } = await machine.install(['--demo'])
    t.is(exitCode, code, stderr)
    t.deepEqual(fs.readdirSync(machine.temporary), [])
  })
}

test('a signal during the installation undoes everything', async (t) => {
  const machine = new Machine(t, 'own bundle')
  // install.sh runs this file to try the new version.
  fs.writeFileSync(path.join(machine.source, 'lib/cli.js'), 'process.kill(process.ppid, "SIGTERM")')
  const { exitCode, stderr } = await machine.install()
  t.is(exitCode, 143, stderr)
  t.true(stderr.includes('is unchanged'), stderr)
  t.false(fs.existsSync(machine.prefix))
})
