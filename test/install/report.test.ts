import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { Machine } from './rig.ts'

test('no terraform: installed, and what to do is said', async (t) => {
  const machine = new Machine(t)
  machine.without('terraform')
  const { exitCode, stderr } = await machine.install()
  t.is(exitCode, 0)
  t.true(stderr.includes('there is no terraform on PATH, nor tofu'), stderr)
  t.true(stderr.includes('Install one (https://'), stderr)
  const again = await machine.install([], {
    env: { PATH: `${machine.prefix}/shims:${machine.bin}` },
  })
  t.true(again.stderr.includes('there is no terraform'), 'our own shim is none')
})

for (const [name, where] of Object.entries({
  tofu: (machine: Machine) => ({ made: machine.program('tofu', ':'), env: {} }),
  'what TFSSO_TERRAFORM names': (machine: Machine) => {
    const made = machine.program('tf', ':')
    return { made, env: { TFSSO_TERRAFORM: made } }
  },
})) {
  test(`${name} is enough`, async (t) => {
    const machine = new Machine(t)
    machine.without('terraform')
    const { stderr } = await machine.install([], { env: where(machine).env })
    t.false(stderr.includes('there is no terraform'), stderr)
  })
}

test('it says whether terraform is the shim now', async (t) => {
  const machine = new Machine(t)
  const shims = `${machine.prefix}/shims`
  const not = await machine.install()
  t.true(not.stderr.includes("`terraform` is not tfsso's yet"), not.stderr)
  const now = await machine.install([], { env: { PATH: `${shims}:${machine.bin}` } })
  t.true(now.stderr.includes(`\`terraform\` is tfsso's now (${shims}/terraform)`), now.stderr)
  const hidden = await machine.install([], { env: { PATH: `${machine.bin}:${shims}` } })
  t.true(hidden.stderr.includes(`still ${machine.bin}/terraform`), hidden.stderr)
  const soon = await machine.install(['--modify-path'])
  t.true(soon.stderr.includes("is tfsso's in every new shell"), soon.stderr)
})

test('--uninstall works without Node, leaves ~/.aws, and can be run twice', async (t) => {
  const machine = new Machine(t)
  await machine.install()
  machine.without('node')
  machine.without('npm')
  machine.write('.aws/sso/cache/x.json', '{}')
  machine.write('.cache/tfsso/grants/x', '')
  machine.write('.cache/other', '')
  const { exitCode, stderr } = await machine.install(['--uninstall'])
  t.is(exitCode, 0, stderr)
  t.true(stderr.includes('~/.aws') && stderr.includes('tfsso logout'), stderr)
  t.false(fs.existsSync(machine.prefix))
  t.deepEqual(fs.readdirSync(path.join(machine.home, '.cache')), ['other'])
  t.true(fs.existsSync(path.join(machine.home, '.aws/sso/cache/x.json')))
  const again = await machine.install(['--uninstall'])
  t.is(again.exitCode, 0)
  t.true(again.stderr.includes('Nothing is installed'), again.stderr)
})

test('--uninstall takes away the locks beside the token, and directories that are empty then', async (t) => {
  const machine = new Machine(t)
  const before = fs.readdirSync(machine.home)
  await machine.install()
  machine.write('.aws/sso/cache/x.tfsso-lock/1', '{}')
  machine.write('.cache/tfsso/grants/x', '')
  const { stderr } = await machine.install(['--uninstall'])
  t.deepEqual(fs.readdirSync(machine.home), before)
  t.false(stderr.includes('Left alone'), stderr)
})

test('--uninstall leaves what a person has put beside it', async (t) => {
  const machine = new Machine(t)
  await machine.install()
  fs.writeFileSync(path.join(machine.prefix, 'notes'), '')
  const { exitCode, stderr } = await machine.install(['--uninstall'])
  t.is(exitCode, 0)
  t.true(stderr.includes('which stays'), stderr)
  t.deepEqual(fs.readdirSync(machine.prefix), ['notes'])
})

test('--uninstall removes the cache where XDG_CACHE_HOME has it', async (t) => {
  const machine = new Machine(t)
  const cache = path.join(machine.root, 'cache')
  fs.mkdirSync(path.join(cache, 'tfsso/grants'), { recursive: true })
  await machine.install(['--uninstall'], { env: { XDG_CACHE_HOME: cache } })
  t.deepEqual(fs.readdirSync(cache), [])
})
