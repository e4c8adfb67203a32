import path from 'node:path'
import test from 'ava'
import { needs } from '../rig/needs.ts'
import { bucketOf, write } from '../rig/project.ts'
import { ssoBlock, writeRepository } from '../rig/repository.ts'
import { findTerragrunt, placeTerragruntStandIn, rootHcl, writeUnits } from '../rig/terragrunt.ts'
import { heavy } from '../rig/turn.ts'
import { makeWorld } from '../rig/world.ts'

const real = findTerragrunt()

needs('terragrunt with tofu or terraform', real !== undefined)(
  'the real Terragrunt runs a unit of each account, and uses the unit’s account for its own calls to AWS as well',
  async (t) => {
    if (!real) return
    const world = await makeWorld(t)
    const units = writeUnits(world, world.accounts, 3)
    const tool = path.basename(real.runs)
    const env = {
      TFSSO_TERRAGRUNT: real.terragrunt,
      [tool === 'tofu' ? 'TFSSO_TOFU' : 'TFSSO_TERRAFORM']: real.runs,
      TG_TF_PATH: tool,
    }
    const line = 'terragrunt run --all --non-interactive -- apply -auto-approve'
    const { exitCode, screen } = await heavy(() => world.inTerminal(line, { env }))
    t.is(exitCode, 0, screen)
    t.is(world.emulator.count('StartDeviceAuthorization'), 1, 'one login for all')
    const written = world.emulator.objects.map(
      ({ bucket, key, accountId, role, body }) =>
        `${bucket}/${key} ${accountId} ${role} ${JSON.parse(body.toString()).resources[0].instances[0].attributes.input.value}`,
    )
    const expected = units.map((unit, i) => {
      const { name, id, role } = world.accounts[i % 3] ?? { name: '', id: '', role: '' }
      const key = path.relative(world.project, unit)
      return `bb-${name}-terraform-backend/${key}/terraform.tfstate ${id} ${role} ${id}`
    })
    t.deepEqual(written.sort(), expected.sort())
  },
)

needs('terragrunt with tofu or terraform', real !== undefined)(
  'below a tfsso.hcl, the real Terragrunt runs units with a source, each in its account, with one login',
  async (t) => {
    if (!real) return
    const world = await makeWorld(t)
    const [{ id, role } = { id: '', role: '' }] = world.accounts
    const rest = `account "rest" {\n  id = "${id}"\n  role = "${role}"\n  paths = ["."]\n}\n`
    const list = 'accounts {\n  from = "live/*/account.hcl"\n  role_from = "locals.sso_role"\n}\n'
    const root = writeRepository(world, ssoBlock('acme') + rest + list, {
      'live/root.hcl': rootHcl,
      'modules/unit/main.tf':
        'variable "account_id" {}\nresource "terraform_data" "this" {\n  input = var.account_id\n}\n',
    })
    for (const account of world.accounts) {
      const at = path.join(root, 'live', account.name)
      const { id, role } = account
      write(
        path.join(at, 'account.hcl'),
        `locals {\n  aws_account_id = "${id}"\n  sso_role = "${role}"\n  bucket = "${bucketOf(account)}"\n}\n`,
      )
      write(path.join(at, 'net/terragrunt.hcl'), unitHcl)
    }
    const tool = path.basename(real.runs)
    const env = {
      TFSSO_TERRAGRUNT: real.terragrunt,
      [tool === 'tofu' ? 'TFSSO_TOFU' : 'TFSSO_TERRAFORM']: real.runs,
      TG_TF_PATH: tool,
    }
    const line = 'terragrunt run --all --non-interactive -- apply -auto-approve'
    const cwd = path.join(root, 'live')
    const expected = world.accounts.map(
      ({ name, id, role }) => `${name}/net/terraform.tfstate ${id} ${role} ${id}`,
    )
    // Terragrunt copies the module for each unit: beside the unit, outside the repository, or into a directory of the
    // account `rest`.
    for (const TG_DOWNLOAD_DIR of [undefined, `${world.root}/copies`, `${root}/copies`]) {
      world.emulator.objects.length = 0
      const { exitCode, screen } = await heavy(() =>
        world.inTerminal(line, { cwd, env: { ...env, TG_DOWNLOAD_DIR } }),
      )
      t.is(exitCode, 0, screen)
      t.is(world.emulator.count('StartDeviceAuthorization'), 1, 'one login for all')
      const written = world.emulator.objects.map(
        ({ key, accountId, role, body }) =>
          `${key} ${accountId} ${role} ${JSON.parse(body.toString()).resources[0].instances[0].attributes.input.value}`,
      )
      t.deepEqual(written.sort(), expected.sort(), TG_DOWNLOAD_DIR)
    }
  },
)

needs('terragrunt with tofu or terraform', real !== undefined)(
  'with tfsso exec, the real Terragrunt reads the outputs of a stack whose units ask AWS for the account',
  async (t) => {
    if (!real) return
    const world = await makeWorld(t)
    await world.logIn()
    const stack = path.join(world.project, 'shared/stack')
    const unit = path.join(world.project, 'shared/unit')
    write(path.join(stack, 'terragrunt.stack.hcl'), stackHcl(unit))
    write(path.join(unit, 'terragrunt.hcl'), 'inputs = {\n  who = get_aws_account_id()\n}\n')
    write(path.join(unit, 'main.tf'), 'variable "who" {}\noutput "who" {\n  value = var.who\n}\n')
    const tool = path.basename(real.runs)
    const env = {
      TFSSO_TERRAGRUNT: real.terragrunt,
      [tool === 'tofu' ? 'TFSSO_TOFU' : 'TFSSO_TERRAFORM']: real.runs,
      TG_TF_PATH: tool,
    }
    const line =
      'terragrunt stack run apply --non-interactive >&2 && tfsso exec -- terragrunt stack output'
    const { exitCode, stdout, stderr } = await heavy(() =>
      world.run('sh', ['-c', line], { cwd: stack, env }),
    )
    t.is(exitCode, 0, stderr)
    t.is(stdout, 'a = {\n  who = "111111111111"\n}\n')
  },
)

const stackHcl = (unit: string) => `unit "a" {
  source = "${unit}"
  path   = "a"
}
`
const unitHcl = `include "root" {
  path = find_in_parent_folders("root.hcl")
}
terraform {
  source = "../../../modules/unit"
}
`

if (real === undefined || process.env.TFSSO_TORTURE) {
  test('a stand-in for Terragrunt runs nine units at the same time, each in its account, with one login', async (t) => {
    const world = await makeWorld(t)
    const units = writeUnits(world, world.accounts, 9)
    placeTerragruntStandIn(path.join(world.root, 'real bin/terragrunt'), units)
    const { exitCode, screen } = await world.inTerminal('terragrunt plan')
    t.is(exitCode, 0, screen)
    t.is(world.emulator.count('StartDeviceAuthorization'), 1)
    const plans = world.starts().filter(({ args }) => args[0] === 'plan')
    const found = plans.map(({ cwd, env }) => `${cwd} ${world.identity(env)}`)
    const expected = units.map((unit, i) => {
      const { id, role } = world.accounts[i % 3] ?? { id: '', role: '' }
      return `${unit} ${id} ${role}`
    })
    t.deepEqual(found.sort(), expected.sort())
  })
}
