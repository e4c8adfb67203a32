import test from 'ava'
import { Machine } from './rig.ts'

test('without terraform and tofu, install.sh installs tfsso and says what to do', async (t) => {
  const machine = new Machine(t)
  machine.without('terraform')
  const { exitCode, stderr } = await machine.install()
  t.is(exitCode, 0)
  t.true(stderr.includes('there is no terraform and no tofu on PATH'), stderr)
  t.true(stderr.includes('Install one (https://'), stderr)
  const again = await machine.install([], {
    env: { PATH: `${machine.prefix}/shims:${machine.bin}` },
  })
  t.true(again.stderr.includes('there is no terraform'), 'our own shim is none')
})

for (const [name, where] of Object.entries({
  tofu: (machine: Machine) => ({ made: machine.program('tofu', ':'), env: {} }),
  'a program that TFSSO_TERRAFORM names': (machine: Machine) => {
    const made = machine.program('tf', ':')
    return { made, env: { TFSSO_TERRAFORM: made } }
  },
})) {
  test(`there is no warning about a missing terraform if there is ${name}`, async (t) => {
    const machine = new Machine(t)
    machine.without('terraform')
    const { stderr } = await machine.install([], { env: where(machine).env })
    t.false(stderr.includes('Beware'), stderr)
  })
}

test('install.sh says whether `terraform` is the shim now', async (t) => {
  const machine = new Machine(t)
  const shims = `${machine.prefix}/shims`
  const not = await machine.install()
  t.true(not.stderr.includes('`terraform` does not run through tfsso yet'), not.stderr)
  const now = await machine.install([], { env: { PATH: `${shims}:${machine.bin}` } })
  t.true(
    now.stderr.includes(`\`terraform\` now runs through tfsso (${shims}/terraform)`),
    now.stderr,
  )
  const hidden = await machine.install([], { env: { PATH: `${machine.bin}:${shims}` } })
  t.true(hidden.stderr.includes(`still ${machine.bin}/terraform`), hidden.stderr)
  const soon = await machine.install(['--modify-path'])
  t.true(soon.stderr.includes('runs through tfsso in every new shell'), soon.stderr)
})
