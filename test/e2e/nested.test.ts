import fs from 'node:fs'
import path from 'node:path'
import { toolsInTurn } from '../rig/terraform.ts'
import { makeWorld, type World } from '../rig/world.ts'

// If terraform and tofu are installed, the tool with index 2 in `realTools` is tofu under terraform's name. The shim
// must see that it is tofu.
const test = toolsInTurn(2)

function localExec(name: string, command: string): string {
  return `resource "terraform_data" "${name}" {
  provisioner "local-exec" {
    command = <<-SH
      set -e
      ${command}
    SH
  }
}
`
}

const noteEnvironment = (world: World, name: string) =>
  localExec(`note_${name}`, `env -0 >'${path.join(world.root, name)}'`)

function readEnvironment(world: World, name: string): Record<string, string> {
  const lines = fs.readFileSync(path.join(world.root, name), 'utf8').split('\0').slice(0, -1)
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

test('a terraform that local-exec starts gets what its directory needs: in another account, in the same layer, in no layer', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  world.useRealTerraform()
  await world.logIn()
  const { command } = world
  const outside = path.join(world.root, 'no project')
  fs.mkdirSync(outside)
  fs.writeFileSync(path.join(outside, 'main.tf'), noteEnvironment(world, 'outside'))
  const inner = world.layer('security/global/inner', noteEnvironment(world, 'inner'))
  const outer = world.layer(
    'apps-prd/us-east-1/outer',
    noteEnvironment(world, 'outer') +
      localExec(
        'nested',
        `cd '${inner}'
      ${command} init -input=false
      ${command} apply -auto-approve
      cd '${outside}'
      ${command} init
      ${command} apply -auto-approve
      cd '${world.project}/apps-prd/us-east-1/outer'
      ${command} plan -lock=false -input=false -no-color >'${world.root}/same'`,
      ),
  )
  const env = { TF_CLI_ARGS_apply: '-parallelism=3', AWS_PROFILE: 'mine' }
  const init = await world.terraform(['init'], { cwd: outer, env })
  t.is(init.exitCode, 0, init.stderr)
  const apply = await world.terraform(['apply', '-auto-approve'], { cwd: outer, env })
  t.is(apply.exitCode, 0, apply.stdout + apply.stderr)

  t.deepEqual(
    world.emulator.objects.map(({ key, accountId, role }) => [key, accountId, role]).sort(),
    [
      ['apps-prd/us-east-1/outer/terraform.tfstate', '222222222222', 'DevOpsPrd'],
      ['security/global/inner/terraform.tfstate', '333333333333', 'Auditor'],
    ],
  )
  const given = readEnvironment(world, 'outer')
  const innerEnv = readEnvironment(world, 'inner')
  t.is(world.identity(given), '222222222222 DevOpsPrd')
  t.is(world.identity(innerEnv), '333333333333 Auditor')
  t.notRegex(innerEnv.TF_CLI_ARGS_apply ?? '', /apps-prd/)
  t.regex(innerEnv.TF_CLI_ARGS_apply ?? '', /security\/config\/account\.tfvars.* -parallelism=3$/)
  t.is(innerEnv.TF_CLI_ARGS_init, undefined)
  t.is(innerEnv.AWS_PROFILE, undefined)

  const outsideEnv = readEnvironment(world, 'outside')
  t.is(world.identity(outsideEnv), 'nobody')
  t.is(outsideEnv.TF_CLI_ARGS_apply, '-parallelism=3')
  t.is(outsideEnv.AWS_PROFILE, 'mine', 'what was cleared for the outer run is back')
  t.deepEqual(
    Object.keys(outsideEnv)
      .filter((name) => /^(AWS|TFSSO)_/.test(name))
      .sort(),
    ['AWS_EC2_METADATA_DISABLED', 'AWS_ENDPOINT_URL', 'AWS_PROFILE', 'TFSSO_LOGIN', 'TFSSO_TRIED'],
  )

  const same = fs.readFileSync(path.join(world.root, 'same'), 'utf8')
  t.regex(same, /"bb-apps-prd"/)
  t.notRegex(same, /bb-security/)
})
