import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { needsTerraform as test } from '../rig/terraform.ts'
import { makeWorld } from '../rig/world.ts'

/** An apply in a terminal that has come to a local-exec. */
async function startApply(t: ExecutionContext<unknown>, line: string) {
  const world = await makeWorld(t)
  world.useRealTerraform()
  await world.logIn()
  const cwd = world.layer(
    'apps-prd/us-east-1/base-network',
    `resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "echo started; sleep 5"
  }
}
resource "terraform_data" "next" {
  depends_on = [terraform_data.slow]
}
`,
  )
  t.is((await world.terraform(['init'], { cwd })).exitCode, 0)
  const run = world.terminal(line, { cwd })
  await run.shows(/slow \(local-exec\): started/)
  return { world, run }
}

const resources = (body: Buffer | undefined) =>
  JSON.parse(String(body)).resources.map(({ name }: { name: string }) => name)

// `exec`, or sh, which is interrupted too, dies of it.
const apply = 'exec terraform apply -auto-approve -no-color'

test('one Ctrl-C is one, and terraform stops in order', async (t) => {
  const { run, world } = await startApply(t, apply)
  run.write('\x03')
  t.is((await run.exited).exitCode, 1, run.screen)
  t.is(run.screen.match(/Interrupt received/g)?.length, 1)
  t.notRegex(run.screen, /Two interrupts/)
  const { objects } = world.emulator
  t.deepEqual(
    objects.map(({ key }) => path.basename(key)),
    ['terraform.tfstate'],
    'no lock is left',
  )
  t.false(resources(objects[0]?.body).includes('next'))
})

test('a second Ctrl-C is two', async (t) => {
  const { run, world } = await startApply(t, apply)
  // The state takes a while to be written, so that there is time for another.
  world.emulator.fault({ operation: 'PutObject', delayMs: 10_000 })
  run.write('\x03')
  await run.shows(/Interrupt received/)
  run.write('\x03')
  t.is((await run.exited).exitCode, 1, run.screen)
  t.regex(run.screen, /Two interrupts received/)
})

test('SIGTERM to the pid that was started asks terraform to stop', async (t) => {
  const { run, world } = await startApply(t, apply)
  run.kill('SIGTERM')
  t.is((await run.exited).exitCode, 1, run.screen)
  t.is(run.screen.match(/Interrupt received/g)?.length, 1)
  t.false(resources(world.emulator.objects[0]?.body).includes('next'))
})

test('SIGKILL is the death of terraform itself', async (t) => {
  const { run } = await startApply(t, apply)
  run.kill('SIGKILL')
  t.is((await run.exited).signal, 9)
})
