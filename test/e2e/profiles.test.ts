import fs from 'node:fs'
import path from 'node:path'
import { asSettings, asVariables, issueKeys, writeAwsFile } from '../rig/own-keys.ts'
import { bucketOf, write } from '../rig/project.ts'
import { outputsIn, putState } from '../rig/state.ts'
import { toolsInTurn } from '../rig/terraform.ts'
import { makeWorld, type World } from '../rig/world.ts'

const inTurn = toolsInTurn()

function remoteState(world: World, account: string, layer: string, profile: string): string {
  const name = profile.replace(/\W+/g, '_')
  return `data "terraform_remote_state" "${name}" {
  backend = "s3"
  config = {
    profile = "${profile}"
    region  = var.region_primary
    bucket  = "${bucketOf(world.account(account))}"
    key     = "${layer}/terraform.tfstate"
  }
}
output "${name}" {
  value = data.terraform_remote_state.${name}.outputs.name
}
`
}

inTurn(
  'a layer reads remote states of other accounts with tfsso’s profiles and with the person’s profiles',
  async (t) => {
    const world = await makeWorld(t, { grantsHere: true })
    world.useRealTerraform()
    await world.logIn()
    for (const layer of ['shared/global/base-dns', 'security/global/audit'])
      await putState(world, layer)
    const security = world.account('security')
    const inConfig = issueKeys(world, security.id, 'FromConfig')
    const inCredentials = issueKeys(world, security.id, 'FromCredentials')
    writeAwsFile(
      world,
      'config',
      `[default]\nregion = eu-west-1\n[profile mine]\n${asSettings(inConfig)}`,
    )
    writeAwsFile(world, 'credentials', `[mine-too]\n${asSettings(inCredentials)}`)
    const cwd = world.layer(
      'apps-prd/us-east-1/k8s',
      [
        remoteState(world, 'shared', 'shared/global/base-dns', '${var.project}-shared-devops'),
        remoteState(world, 'security', 'security/global/audit', 'bb-security-auditor'),
        remoteState(world, 'security', 'security/global/audit', 'mine'),
        remoteState(world, 'security', 'security/global/audit', 'mine-too'),
      ].join(''),
    )
    const apply = async (cwd: string) => {
      for (const args of [['init'], ['apply', '-auto-approve']]) {
        const { exitCode, stderr } = await world.terraform(args, { cwd })
        t.is(exitCode, 0, stderr)
      }
    }
    await apply(cwd)
    t.deepEqual(outputsIn(world, 'apps-prd/us-east-1/k8s/terraform.tfstate'), {
      _var_project_shared_devops: 'bb-shared',
      bb_security_auditor: 'bb-security',
      mine: 'bb-security',
      mine_too: 'bb-security',
      name: 'bb-apps-prd',
    })
    const readers = world.emulator.calls.filter(
      ({ operation, key, status }) =>
        operation === 'GetObject' && status === 200 && !key?.startsWith('apps-prd'),
    )
    t.deepEqual([...new Set(readers.map(({ accountId, role }) => `${accountId} ${role}`))].sort(), [
      '111111111111 DevOps',
      '333333333333 Auditor',
      '333333333333 FromConfig',
      '333333333333 FromCredentials',
    ])

    // A section of the person's credentials file has the name of one of tfsso's profiles. tfsso must hide this section.
    const shadow = issueKeys(world, security.id, 'Shadow')
    writeAwsFile(world, 'credentials', `[bb-security-auditor]\n${asSettings(shadow)}`)
    const from = world.emulator.calls.length
    await apply(
      world.layer(
        'apps-prd/us-east-1/shadowed',
        remoteState(world, 'security', 'security/global/audit', 'bb-security-auditor'),
      ),
    )
    const roles = world.emulator.calls
      .slice(from)
      .flatMap(({ bucket, role }) => (bucket && role) || [])
    t.deepEqual([...new Set(roles)].sort(), ['Auditor', 'DevOpsPrd'])
  },
)

inTurn('TFSSO_ROLE applies to one run only', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  world.useRealTerraform()
  await world.logIn()
  const cwd = world.layer('apps-prd/us-east-1/base-network')
  const apply = ['apply', '-auto-approve', '-replace=terraform_data.this']
  const steps = [
    [['init'], undefined, undefined],
    [apply, undefined, 'DevOpsPrd'],
    [apply, 'ReadOnly', 'ReadOnly'],
    [apply, undefined, 'DevOpsPrd'],
  ] as const
  for (const [args, role, writer] of steps) {
    const options = { cwd, env: { TFSSO_ROLE: role } }
    const { exitCode, stderr } = await world.terraform([...args], options)
    t.is(exitCode, 0, stderr)
    t.is(world.emulator.objects[0]?.role, writer)
  }
})

for (const way of ['TFSSO=args', 'sso_enabled = false'] as const) {
  inTurn(`with ${way} a run gets its arguments and uses the person's own keys`, async (t) => {
    const world = await makeWorld(t, { grantsHere: true })
    world.useRealTerraform()
    if (way !== 'TFSSO=args') {
      const file = path.join(world.project, 'config/common.tfvars')
      const text = fs.readFileSync(file, 'utf8')
      fs.writeFileSync(file, text.replace('sso_enabled   = true', 'sso_enabled = "false"'))
    }
    const keys = issueKeys(world, '222222222222', 'BreakGlass')
    writeAwsFile(world, 'config', `[profile bb-apps-prd-devopsprd]\n${asSettings(keys)}`)
    const cwd = world.layer('apps-prd/us-east-1/base-network')
    const env = { ...asVariables(keys), TFSSO: way === 'TFSSO=args' ? 'args' : undefined }
    for (const args of [['init'], ['apply', '-auto-approve']]) {
      const { exitCode, stderr } = await world.terraform(args, { cwd, env })
      t.is(exitCode, 0, stderr)
    }
    t.is(outputsIn(world, 'apps-prd/us-east-1/base-network/terraform.tfstate').name, 'bb-apps-prd')
    t.is(world.emulator.objects[0]?.role, 'BreakGlass')
    t.is(world.emulator.count('GetRoleCredentials'), 0)
  })
}

const locals = `locals {
  acct    = "security"
  role    = "breakglass"
  name    = "bb-security-breakglass"
  targets = { security = { profile = "\${var.project}-\${local.acct}-breakglass" } }
  list    = ["bb-security-breakglass"]
}
`
/** Expressions that all give the profile name `bb-security-breakglass`. */
const spellings: Record<string, string> = {
  literal: '"bb-security-breakglass"',
  project: '"${var.project}-security-breakglass"',
  locals: '"${var.project}-${local.acct}-${local.role}"',
  local: 'local.name',
  join: 'join("-", [var.project, "security", "breakglass"])',
  joined_locals: 'join("-", [var.project, local.acct, local.role])',
  format: 'format("%s-%s-%s", var.project, local.acct, local.role)',
  format_literal: 'format("%s-security-breakglass", var.project)',
  lower: 'lower("${var.project}-Security-BreakGlass")',
  directive: '"${var.project}-%{ if true }security%{ else }shared%{ endif }-breakglass"',
  condition: 'true ? local.name : "bb-shared-devops"',
  map: 'local.targets["security"].profile',
  map_variable: 'local.targets[local.acct].profile',
  lookup: 'lookup(local.targets.security, "profile")',
  list: 'local.list[0]',
  element: 'element(local.list, 0)',
  replace: 'replace("bb/security/breakglass", "/", "-")',
  regex: 'replace("bb__security__breakglass", "/_+/", "-")',
  title: 'lower(title("bb-security-breakglass"))',
  split: 'join("-", split("/", "bb/security/breakglass"))',
  substr: 'substr("xbb-security-breakglass", 1, -1)',
  variable: 'var.target',
  coalesce: 'coalesce(null, local.name)',
  try: 'try(local.targets.nothing.profile, local.name)',
  module: 'module.names.security',
}

inTurn('a plan works with many kinds of expressions for a profile’s name', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  world.useRealTerraform()
  await world.logIn()
  await putState(world, 'security/global/audit')
  const bucket = bucketOf(world.account('security'))
  const states = Object.entries(spellings).map(
    ([name, expression]) => `data "terraform_remote_state" "${name}" {
  backend = "s3"
  config = {
    profile = ${expression}
    region  = var.region_primary
    bucket  = "${bucket}"
    key     = "security/global/audit/terraform.tfstate"
  }
}
output "${name}" {
  value = data.terraform_remote_state.${name}.outputs.name
}
`,
  )
  const more = `variable "target" {
  default = "bb-security-breakglass"
}
module "names" {
  source = "./names"
  account = local.acct
}
`
  const cwd = world.layer('apps-prd/us-east-1/k8s', [locals, more, ...states].join(''))
  write(
    path.join(cwd, 'names/main.tf'),
    'variable "account" {}\noutput "security" {\n  value = "bb-${var.account}-breakglass"\n}\n',
  )
  for (const args of [['init'], ['plan', '-out=p']]) {
    const { exitCode, stderr } = await world.terraform(args, { cwd })
    t.is(exitCode, 0, stderr)
  }
  const { stdout } = await world.terraform(['show', '-json', 'p'], { cwd })
  const outputs = JSON.parse(stdout).planned_values.outputs
  for (const name of Object.keys(spellings)) t.is(outputs[name]?.value, 'bb-security', name)
})
