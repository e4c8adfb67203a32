import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { Machine } from './rig.ts'

const shims = ({ prefix }: Machine) => fs.readdirSync(path.join(prefix, 'shims')).sort()

test('--tools chooses the shims, and an upgrade keeps this choice unless --tools is given again', async (t) => {
  const machine = new Machine(t)
  machine.program('tofu', 'echo "the real tofu: $*"')
  const PATH = `${machine.prefix}/shims:${machine.prefix}/bin:${machine.bin}`
  const { exitCode, stderr } = await machine.install(['--tools', 'tofu'], { env: { PATH } })
  t.is(exitCode, 0, stderr)
  t.deepEqual(shims(machine), ['tofu'])
  t.false(stderr.includes('terraform'), stderr)
  t.is((await machine.sh('tofu version', { env: { PATH } })).stdout, 'the real tofu: version')
  t.is(
    (await machine.sh('command -v terraform', { env: { PATH } })).stdout,
    path.join(machine.bin, 'terraform'),
  )

  const again = await machine.tfsso(['setup'], { env: { PATH } })
  t.is(again.exitCode, 0, again.stderr)
  t.deepEqual(shims(machine), ['tofu'])

  const doctor = await machine.tfsso(['doctor', '--json'], { env: { PATH } })
  const broken = JSON.parse(doctor.stdout)
    .checks.filter(({ group, status }: { group: string; status: string }) => {
      return ['installation', 'path'].includes(group) && status === 'broken'
    })
    .map(({ message }: { message: string }) => message)
  t.deepEqual(broken, [])

  const both = await machine.tfsso(['setup', '--tools', 'terraform,tofu'], { env: { PATH } })
  t.is(both.exitCode, 0, both.stderr)
  t.deepEqual(shims(machine), ['terraform', 'tofu'])
  t.is((await machine.terraform(['version'])).stdout, 'the real terraform: version')
})

test('if a tool is missing, the message of its shim says how to remove the shim', async (t) => {
  const machine = new Machine(t)
  machine.placeInstallation()
  const { exitCode, stderr } = await machine.run(path.join(machine.prefix, 'shims/tofu'), [
    'version',
  ])
  t.is(exitCode, 127)
  t.true(stderr.includes('tfsso setup --tools terraform'), stderr)
})

test('by default, Terragrunt gets a shim if it is installed', async (t) => {
  const machine = new Machine(t)
  machine.program('terragrunt', 'echo "$TG_AUTH_PROVIDER_CMD"')
  const { exitCode, stderr } = await machine.install([], {})
  t.is(exitCode, 0, stderr)
  t.deepEqual(shims(machine), ['terraform', 'terragrunt', 'tofu'])
  const run = await machine.run(path.join(machine.prefix, 'shims/terragrunt'), ['plan'])
  t.is(run.stdout, `"${machine.prefix}/bin/tfsso" env --terragrunt`)
})
