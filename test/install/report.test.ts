import test from 'ava'
import { Machine } from './rig.ts'

/* test/unit/install tests what the report says, and how install.sh finds the tools. */

test('install.sh says whether there is a terraform or tofu, and whether terraform now is the shim', async (t) => {
  const machine = new Machine(t)
  machine.without('terraform')
  machine.placeInstallation()
  const shims = `${machine.prefix}/shims`
  const env = { PATH: `${shims}:${machine.bin}` }
  const none = await machine.install(['--dry-run'], { env })
  t.is(none.exitCode, 0, none.stderr)
  t.true(none.stderr.includes('there is no terraform'), none.stderr)
  t.true(none.stderr.includes('Install one (https://'), none.stderr)

  machine.program('terraform', ':')
  const now = await machine.install(['--dry-run'], { env })
  t.is(now.exitCode, 0, now.stderr)
  t.true(
    now.stderr.includes(`\`terraform\` now runs through tfsso (${shims}/terraform)`),
    now.stderr,
  )
})
