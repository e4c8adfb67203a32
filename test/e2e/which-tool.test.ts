import fs from 'node:fs'
import path from 'node:path'
import { write } from '../rig/project.ts'
import { findTerraform115, findTofu } from '../rig/real-terraform.ts'
import { needsTerraform115, needsTofu } from '../rig/terraform.ts'
import { makeWorld, useTool, type World } from '../rig/world.ts'

type Run = (line: string, how?: { input?: string; fails?: RegExp }) => Promise<string>

/**
 * The returned function throws if the command fails. With `fails`, it throws if the command succeeds, or if its output
 * does not match.
 */
const runsIn =
  (world: World, cwd: string): Run =>
  async (line, { input, fails } = {}) => {
    const options = { cwd, ...(input === undefined ? {} : { input }) }
    const { exitCode, stdout, stderr } = await world.terraform(line.split(' '), options)
    const shown = `${line}: ${exitCode} ${stdout}${stderr}`
    if (fails ? exitCode === 0 || !fails.test(shown) : exitCode !== 0) throw new Error(shown)
    return stdout
  }

// Only tofu accepts a variable in the backend block. With such a variable, all commands below need the var-files.
needsTofu('if tofu has the name terraform, commands get the var-files they need', async (t) => {
  useTool(t, { title: 'tofu', command: 'terraform', program: findTofu() ?? '' })
  const world = await makeWorld(t)
  world.useRealTerraform()
  await world.logIn()
  const cwd = world.layer('apps-prd/us-east-1/net')
  const main = path.join(cwd, 'main.tf')
  const text = fs.readFileSync(main, 'utf8')
  fs.writeFileSync(
    main,
    text.replace(/key = .*/, (key) => `${key}\n    region = var.region_primary`),
  )
  const run = runsIn(world, cwd)
  await run('init')
  await run('apply -auto-approve')
  t.is(await run('output -raw name'), 'bb-apps-prd')
  for (const line of [
    'show -json',
    'state list',
    'state show terraform_data.this',
    'state pull',
    'workspace list',
    'workspace new other',
    'workspace select default',
    'workspace delete other',
    'providers',
    'graph',
    'validate',
    'get',
    'plan -detailed-exitcode',
    'taint terraform_data.this',
    'untaint terraform_data.this',
    'state rm terraform_data.this',
  ])
    await run(line)
  t.pass()
})

// `iterations` is tofu's minimum, and the hash is the fastest, because each key costs CPU time.
const encryption = `variable "passphrase" {}
terraform {
  encryption {
    key_provider "pbkdf2" "this" {
      passphrase = var.passphrase
      iterations    = 200000
      hash_function = "sha256"
    }
    method "aes_gcm" "this" {
      keys = key_provider.pbkdf2.this
    }
    state {
      method = method.aes_gcm.this
    }
    plan {
      method = method.aes_gcm.this
    }
    remote_state_data_sources {
      default {
        method = method.aes_gcm.this
      }
    }
  }
}
`

/** tofu reads this main.tofu in place of main.tf. Its backend and a module's source use variables. */
const early = `locals {
  place = "apps-prd/\${var.which}"
}
variable "which" {}
terraform {
  backend "s3" {
    region = var.region_primary
    key    = "\${local.place}/terraform.tfstate"
  }
}
module "chosen" {
  source = "./\${var.which}"
  input  = "\${var.project}-\${var.environment}"
}
data "terraform_remote_state" "shared" {
  backend = "s3"
  config = {
    profile = "\${var.project}-shared-devops"
    region  = var.region_primary
    bucket  = "bb-shared-terraform-backend"
    key     = "shared/global/base/terraform.tfstate"
  }
}
output "name" {
  value = "\${module.chosen.output} \${data.terraform_remote_state.shared.outputs.name}"
}
`

needsTofu(
  'tofu works with variables in backend and source, a .tofu file that replaces a .tf file, and encrypted state and plans',
  async (t) => {
    useTool(t, { title: 'tofu', command: 'tofu', program: findTofu() ?? '' })
    const world = await makeWorld(t)
    world.useRealTerraform()
    await world.logIn()
    const secret = write(
      path.join(world.project, 'config/secret.tfvars'),
      'passphrase = "a passphrase of enough letters"\nwhich = "one"\n',
    )
    const shared = world.layer('shared/global/base')
    write(path.join(shared, 'encryption.tofu'), encryption)
    await runsIn(world, shared)('init')
    await runsIn(world, shared)('apply -auto-approve')

    const cwd = world.layer('apps-prd/us-east-1/net')
    write(path.join(cwd, 'main.tf'), 'terraform {\n  backend "local" {}\n}\n')
    write(path.join(cwd, 'main.tofu'), early)
    write(path.join(cwd, 'encryption.tofu'), encryption)
    write(
      path.join(cwd, 'one/main.tofu'),
      'variable "input" {}\noutput "output" {\n  value = var.input\n}\n',
    )
    const run = runsIn(world, cwd)
    await run('init')
    await run('plan -out=planned')
    await run('show planned')
    await run('apply planned')
    t.is(await run('output -raw name'), 'bb-apps-prd bb-shared')
    t.deepEqual(
      world.emulator.objects.map(({ key, role, body }) => [
        key,
        role,
        /"encrypted_data"/.test(body.toString()),
      ]),
      [
        ['shared/global/base/terraform.tfstate', 'DevOps', true],
        ['apps-prd/one/terraform.tfstate', 'DevOpsPrd', true],
      ],
    )
    await run('plan -destroy -out=planned')
    fs.appendFileSync(secret, 'region_secondary = "eu-west-1"\n')
    // tofu itself refuses a saved plan if the value of a variable has changed.
    await run('apply planned', {
      fails: /Mismatch between input and plan variable value|mismatch/i,
    })
  },
)

// Without var-files, 17 of these commands fail in Terraform 1.15.9.
needsTerraform115("Terraform 1.15 works with variables in a module's source", async (t) => {
  useTool(t, { title: '1.15', command: 'terraform', program: findTerraform115() ?? '' })
  const world = await makeWorld(t)
  world.useRealTerraform()
  await world.logIn()
  write(path.join(world.project, 'config/which.tfvars'), 'which = "one"\n')
  const cwd = world.layer(
    'apps-prd/us-east-1/net',
    `variable "which" {
  type  = string
  const = true
}
module "chosen" {
  source = "./\${var.which}"
}
`,
  )
  write(path.join(cwd, 'one/main.tf'), 'resource "terraform_data" "inner" {}\n')
  const run = runsIn(world, cwd)
  for (const line of [
    'init',
    'get',
    'validate',
    'plan -out=planned',
    'show planned',
    'apply planned',
    'plan -detailed-exitcode',
    'show -json',
    'graph',
    'modules',
    'providers',
    'providers schema -json',
    'output',
    'state list',
    'state pull',
    'state mv terraform_data.this terraform_data.that',
    'state mv terraform_data.that terraform_data.this',
    'taint terraform_data.this',
    'untaint terraform_data.this',
    'workspace list',
    'refresh',
    'apply -auto-approve',
    'state rm module.chosen.terraform_data.inner',
    'destroy -auto-approve',
  ])
    await run(line)
  t.pass()
})
