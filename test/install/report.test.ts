import test from 'ava'
import { Machine } from './rig.ts'

/* What the report says is tested in test/unit/install. */

test('it says whether there is a terraform or tofu, and whether terraform now is the shim', async (t) => {
  const machine = new Machine(t)
  machine.without('terraform')
  const said = async (env = {}) => {
    const { exitCode, stderr } = await machine.install(['--dry-run'], { env })
    t.is(exitCode, 0, stderr)
    return stderr
  }
  const { exitCode, stderr } = await machine.install()
  t.is(exitCode, 0)
  t.true(stderr.includes('there is no terraform and no tofu on PATH'), stderr)
  t.true(stderr.includes('Install one (https://'), stderr)
  const shims = `${machine.prefix}/shims`
  const first = { PATH: `${shims}:${machine.bin}` }
  t.true((await said(first)).includes('there is no terraform'), 'our own shim is none')

  const named = { TFSSO_TERRAFORM: machine.program('tf', ':') }
  t.false((await said(named)).includes('there is no terraform'))
  machine.program('tofu', ':')
  t.false((await said()).includes('there is no terraform'))

  machine.program('terraform', ':')
  t.true((await said()).includes('`terraform` does not run through tfsso yet'))
  const now = await said(first)
  t.true(now.includes(`\`terraform\` now runs through tfsso (${shims}/terraform)`), now)
  const hidden = await said({ PATH: `${machine.bin}:${shims}` })
  t.true(hidden.includes(`still ${machine.bin}/terraform`), hidden)
})
