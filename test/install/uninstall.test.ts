import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { listing, Machine } from './rig.ts'

for (const node of ['with', 'without'] as const) {
  test(`--uninstall ${node} Node keeps the tokens in ~/.aws, and can be run twice`, async (t) => {
    const machine = new Machine(t)
    const profile = machine.write('.profile', 'export EDITOR=vi\n')
    machine.placeInstallation()
    machine.modifyPath('sh')
    if (node === 'without') machine.without('node')
    machine.without('npm')
    const token = {
      ...{ startUrl: 'https://d-1.awsapps.com/start', region: 'us-east-1' },
      ...{ accessToken: 'secret', expiresAt: '2999-01-01T00:00:00Z' },
    }
    machine.write('.aws/sso/cache/x.json', JSON.stringify(token))
    fs.chmodSync(path.join(machine.home, '.aws/sso/cache/x.json'), 0o600)
    machine.write('.aws/sso/cache/x.tfsso-lock/1', '{}')
    machine.write('.cache/tfsso/grants/x', '')
    machine.write('.cache/other', '')
    const before = listing(machine.root)
    const dry = await machine.install(['--uninstall', '--dry-run'])
    t.is(dry.exitCode, 0, dry.stderr)
    t.true(dry.stderr.includes(`Would remove tfsso from ${machine.prefix}.`), dry.stderr)
    t.regex(dry.stderr, /^Would remove the cache, .*, which all your installations share\.$/m)
    t.deepEqual(listing(machine.root), before)

    const script = path.join(machine.source, 'uninstall.sh')
    const { exitCode, stderr } = await machine.run('/bin/sh', [script])
    t.is(exitCode, 0, stderr)
    t.regex(stderr, /^Removed the cache, .*, which all your installations share\.$/m)
    t.true(stderr.includes('~/.aws') && stderr.includes('tfsso logout'), stderr)
    const left = node === 'with' ? 'https://d-1.awsapps.com/start (us-east-1)' : 'x.json'
    t.true(stderr.includes(left), stderr)
    t.false(stderr.includes('secret'))
    t.is(new Set(stderr.split('\n')).size, stderr.split('\n').length, `nothing twice: ${stderr}`)
    t.true(stderr.includes(profile), stderr)
    t.false(fs.existsSync(machine.prefix))
    t.deepEqual(fs.readdirSync(path.join(machine.home, '.cache')), ['other'])
    t.deepEqual(fs.readdirSync(path.join(machine.home, '.aws/sso/cache')), ['x.json'])
    if (node === 'with') t.is(machine.read('.profile'), 'export EDITOR=vi\n')
    // Without Node, .profile still has tfsso's line, which must not fail.
    t.is((await machine.sh(`set -eu; . "${profile}"; echo ok`)).stdout, 'ok')

    const again = await machine.install(['--uninstall'])
    t.is(again.exitCode, 0)
    t.true(again.stderr.includes('Nothing is installed'), again.stderr)
  })

  test(`--uninstall ${node} Node removes no file of a person from the prefix, and refuses a prefix without tfsso`, async (t) => {
    const machine = new Machine(t)
    machine.prefix = path.join(machine.root, 'a place')
    const args = ['--prefix', machine.prefix]
    machine.placeInstallation()
    if (node === 'without') machine.without('node')
    fs.writeFileSync(path.join(machine.prefix, 'notes'), '')
    const { exitCode, stderr } = await machine.install(['--uninstall', ...args])
    t.is(exitCode, 0)
    t.true(stderr.includes('stays, because something else is in it'), stderr)
    t.deepEqual(fs.readdirSync(machine.prefix), ['notes'])
    const foreign = await machine.install(['--uninstall', ...args])
    t.is(foreign.exitCode, 1)
    t.true(foreign.stderr.includes('is not an installation of tfsso'), foreign.stderr)
    t.deepEqual(fs.readdirSync(machine.prefix), ['notes'])
  })
}

test('--uninstall removes directories in HOME that are empty afterward', async (t) => {
  const machine = new Machine(t)
  const before = fs.readdirSync(machine.home)
  machine.placeInstallation()
  machine.write('.aws/sso/cache/x.tfsso-lock/1', '{}')
  machine.write('.cache/tfsso/grants/x', '')
  const { stderr } = await machine.install(['--uninstall'])
  t.deepEqual(fs.readdirSync(machine.home), before)
  t.false(stderr.includes('Not removed'), stderr)
})

test('--uninstall removes the cache in XDG_CACHE_HOME', async (t) => {
  const machine = new Machine(t)
  const cache = path.join(machine.root, 'cache')
  fs.mkdirSync(path.join(cache, 'tfsso/grants'), { recursive: true })
  await machine.install(['--uninstall'], { env: { XDG_CACHE_HOME: cache } })
  t.deepEqual(fs.readdirSync(cache), [])
})

test('--uninstall leaves a startup file unchanged if it has become read-only', async (t) => {
  const machine = new Machine(t)
  const env = { SHELL: '/bin/zsh' }
  machine.placeInstallation()
  const [file = ''] = machine.modifyPath('zsh')
  fs.chmodSync(file, 0o444)
  const text = machine.read('.zshrc')
  const { exitCode, stderr } = await machine.install(['--uninstall'], { env })
  t.is(exitCode, 0)
  t.is(stderr.split('by hand').length, 2, stderr)
  t.is(machine.read('.zshrc'), text)
  t.false(fs.existsSync(machine.prefix))
})
