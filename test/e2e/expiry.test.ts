import { toolsInTurn } from '../rig/terraform.ts'
import { makeWorld } from '../rig/world.ts'

const test = toolsInTurn(1)

test('an apply gets new credentials when its own expire', async (t) => {
  const world = await makeWorld(t, { roleCredentialSeconds: 8 })
  world.useRealTerraform()
  await world.logIn()
  const { emulator } = world
  const cwd = world.layer(
    'apps-prd/us-east-1/databases-mysql',
    `resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "sleep 10"
  }
}
`,
  )
  t.is((await world.terraform(['init'], { cwd })).exitCode, 0)
  const { exitCode, stdout, stderr } = await world.terraform(['apply', '-auto-approve'], { cwd })
  t.is(exitCode, 0, stdout + stderr)
  t.true(emulator.count('GetRoleCredentials') > 1)
  t.deepEqual([...new Set(emulator.issued.map(({ role }) => role))], ['DevOpsPrd'])
  t.is(emulator.count('StartDeviceAuthorization'), 1)
  t.deepEqual(
    emulator.calls.filter(({ error }) => error !== undefined && error !== 'NoSuchKey'),
    [],
    'no request was made with expired credentials',
  )
  const state = JSON.parse(String(emulator.objects[0]?.body))
  t.is(state.resources.length, 2)
})
