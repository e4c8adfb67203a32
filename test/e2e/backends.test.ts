import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { write } from '../rig/project.ts'
import { toolsInTurn } from '../rig/terraform.ts'
import { makeWorld } from '../rig/world.ts'

const withTool = toolsInTurn()

const plain = (backend: string) => `${backend}
resource "terraform_data" "this" {
  input = var.environment
}
variable "environment" {}
output "name" {
  value = terraform_data.this.output
}
`

for (const [what, backend] of [
  ['backend "local"', 'terraform {\n  backend "local" {}\n}'],
  ['no backend', ''],
] as const) {
  withTool(`a layer with ${what} is given no backend config`, async (t) => {
    const world = await makeWorld(t, { grantsHere: true })
    world.useRealTerraform()
    await world.logIn()
    const cwd = path.join(world.project, 'apps-prd/global/layer')
    write(path.join(cwd, 'main.tf'), plain(backend))
    const init = await world.terraform(['init', '-no-color'], { cwd })
    t.is(init.exitCode, 0, init.stderr)
    t.notRegex(init.stdout, /Warning: Missing backend/)
    const apply = await world.terraform(['apply', '-auto-approve'], { cwd })
    t.is(apply.exitCode, 0, apply.stderr)
    const state = JSON.parse(fs.readFileSync(path.join(cwd, 'terraform.tfstate'), 'utf8'))
    t.is(state.outputs.name.value, 'apps-prd')
    t.deepEqual(world.emulator.objects, [])
  })
}

// This test uses the stand-in, because the real terraform would use the network.
test('a layer with cloud {} is given no backend config', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const cwd = path.join(world.project, 'apps-prd/global/layer')
  write(path.join(cwd, 'main.tf'), plain('terraform {\n  cloud {\n    organization = "o"\n  }\n}'))
  t.is((await world.terraform(['init'], { cwd })).exitCode, 0)
  const { TF_CLI_ARGS_init: given = '' } = world.lastStart().env
  t.regex(given, /^-var-file=\S/)
  t.notRegex(given, /backend-config/)

  write(path.join(cwd, 'main.tf'), plain('terraform {\n  backend "s3" {}\n}'))
  t.is((await world.terraform(['init'], { cwd })).exitCode, 0)
  t.regex(
    world.lastStart().env.TF_CLI_ARGS_init ?? '',
    / -backend-config=""'[^']*\/apps-prd\/config\/backend\.tfvars'$/,
  )
})

for (const [flag, from, to] of [
  ['-migrate-state', 'me-bootstrap', 'bb-apps-prd-devopsprd'],
  ['-reconfigure', 'bb-apps-prd-legacy', 'bb-apps-prd-devopsprd'],
] as const) {
  withTool(`profile ${from} renamed to ${to}: plan and init ${flag} work`, async (t) => {
    const world = await makeWorld(t, { grantsHere: true })
    world.useRealTerraform()
    await world.logIn()
    const backend = path.join(world.project, 'apps-prd/config/backend.tfvars')
    const rename = (name: string) => {
      const text = fs.readFileSync(backend, 'utf8')
      fs.writeFileSync(backend, text.replace(/profile = ".*"/, `profile = "${name}"`))
    }
    rename(from)
    const cwd = world.layer('apps-prd/us-east-1/base-network')
    const run = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await world.terraform(args, { cwd })
      t.is(exitCode, 0, `${args}: ${stdout}${stderr}`)
    }
    const storedProfile = () =>
      JSON.parse(fs.readFileSync(path.join(cwd, '.terraform/terraform.tfstate'), 'utf8')).backend
        .config.profile
    await run('init')
    await run('apply', '-auto-approve')
    t.is(storedProfile(), from)
    rename(to)
    await run('plan')
    await run('init', flag, '-input=false')
    t.is(storedProfile(), to)
    await run('plan', '-detailed-exitcode')
  })
}
