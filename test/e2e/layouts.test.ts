import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { readConfig, runProcess } from '../rig/aws-config.ts'
import { type TestAccount, write } from '../rig/project.ts'
import { makeWorld, type World } from '../rig/world.ts'

const accounts: TestAccount[] = [
  { name: 'management', id: '000000000011', role: 'Administrator' },
  { name: 'apps', id: '100000000001', role: 'AppsOps' },
  { name: 'apps-devstg', id: '100000000002', role: 'DevOps' },
  // Some layers use the profile `bb-apps-prd-devops`, although the role is DevOpsPrd.
  { name: 'apps-prd', id: '100000000003', role: 'DevOpsPrd', directory: 'production' },
  { name: 'shared', id: '100000000004', role: 'DevOps', roles: ['Admin', 'DevOps'] },
  { name: 'network', id: '100000000005', role: 'DevOps' },
  { name: 'data-science', id: '100000000006', role: 'DataOps' },
  // This account has no directory, so only the suffix of a profile's name tells its role.
  { name: 'legacy', id: '100000000007', role: 'ReadOnly', roles: ['DevOps', 'ReadOnly'] },
]
const [management, apps, devstg, prd, shared, network, science] = accounts.map(
  ({ id, role }) => `${id} ${role}`,
)

async function makeProject(t: Parameters<typeof makeWorld>[0]): Promise<World> {
  const world = await makeWorld(t, { grantsHere: true, accounts })
  const at = (file: string) => path.join(world.project, file)
  fs.rmSync(at('legacy'), { recursive: true })
  const common = fs.readFileSync(at('config/common.tfvars'), 'utf8')
  // A number has no leading zeros. tfsso must add them.
  fs.writeFileSync(at('config/common.tfvars'), common.replace('"000000000011"', '11'))
  fs.appendFileSync(
    at('config/common-variables.tf'),
    'variable "dns_profile" {\n  default = "bb-network-from-link"\n}\n',
  )
  // Only these files say which accounts `me-bootstrap` and `me-shared-oaar` belong to.
  write(at('management/config/backend.tfvars'), 'profile = "me-bootstrap"\n')
  write(at('shared/config/backend.tfvars'), 'profile = "me-shared-oaar"\n')
  write(at('network/config/backend.tfvars'), 'profile = "bb-network"\n')
  write(at('modules/dns/main.tf'), 'module "inner" {\n  source = "./in ner"\n}\n')
  write(at('modules/dns/in ner/main.tf'), provider('x', '"${var.project}-network-inmodule"'))
  await world.logIn()
  return world
}

const provider = (alias: string, profile: string) =>
  `provider "aws" {\n  alias   = "${alias}"\n  region  = var.region\n  profile = ${profile}\n}\n`

interface Shape {
  layer: string
  /** the account and role of commands in the layer */
  own: string | undefined
  files: Record<string, string>
  /** the account and role that each profile in the layer's code must give */
  profiles: Record<string, string | undefined>
}

const shapes: Shape[] = [
  {
    layer: 'apps-devstg/us-east-1/base-network',
    own: devstg,
    files: {
      'config.tf':
        provider('own', 'var.profile') +
        provider('shared', '"${var.project}-shared-devops"') +
        provider('prd', '"${var.project}-apps-prd-devops"') +
        // There is no account `root`, so terraform must report that this profile does not exist.
        provider('root', '"${var.project}-root-administrator"') +
        provider('network', '"${var.project}-network-oaar"').replaceAll(/^/gm, '# '),
    },
    profiles: {
      'bb-apps-devstg-devops': devstg,
      'bb-shared-devops': shared,
      'bb-apps-prd-devops': prd,
      'bb-root-administrator': undefined,
      'bb-network-oaar': network,
      'bb-network-from-link': network,
    },
  },
  {
    layer: 'apps-devstg/us-east-1/k8s-eks-demoapps/cluster',
    own: devstg,
    files: {
      'locals.tf': `locals {
  vpcs = {
    network = { region = var.region, profile = "bb-network-vpn", key = "k" }
    devstg  = { profile = "\${var.project}-apps-devstg-\${lower(var.sso_role)}" }
    odd     = { profile = "me-shared-oaar" }
  }
}
`,
      'data.tf': `data "terraform_remote_state" "vpcs" {
  for_each = local.vpcs
  backend  = "s3"
  config   = { profile = lookup(each.value, "profile"), key = each.value["key"] }
}
`,
    },
    profiles: {
      'bb-network-vpn': network,
      'bb-apps-devstg-devops': devstg,
      'me-shared-oaar': shared,
    },
  },
  {
    layer: 'apps-devstg/us-east-1/k8s-eks-demoapps/storage/efs',
    own: devstg,
    files: {
      'data.tf': `data "terraform_remote_state" "dns" {
  backend = "s3"
  config = {
    region  = var.region
    profile = "\${var.project}-shared-devops"
    bucket  = "\${var.project}-shared-terraform-backend"
  }
}
data "terraform_remote_state" "each" {
  for_each = toset(["apps", "data-science"])
  config   = { profile = "\${var.project}-\${each.key}-computed" }
}
`,
    },
    profiles: {
      'bb-shared-devops': shared,
      'bb-apps-computed': apps,
      'bb-data-science-computed': science,
    },
  },
  {
    layer: 'shared/global/base-dns/binbash.com.ar',
    own: shared,
    files: {
      'providers.tf':
        provider('boot', '"me-bootstrap"') +
        provider('net', '"bb-network"') +
        provider('mgmt', '"bb-management"'),
      'terraform.tfvars': 'extra = "bb-apps-tfvars"\n',
    },
    profiles: {
      'me-shared-oaar': shared,
      'me-bootstrap': management,
      'bb-network': network,
      'bb-management': management,
      'bb-apps-tfvars': apps,
    },
  },
  {
    layer: 'apps-devstg/us-east-1/databases-mysql --',
    own: devstg,
    files: {
      'main.tf.json':
        '{"provider": {"aws": [{"alias": "x", "profile": "${var.project}-apps-json"}]}}',
    },
    profiles: { 'bb-apps-devstg-devops': devstg, 'bb-apps-json': apps },
  },
  {
    layer: 'apps-devstg/us-east-1/databases-mysql --/rds-export-to-s3',
    own: devstg,
    files: {
      'more.tofu': provider('x', '"bb-network-tofu"'),
      'more.tofu.json': '{"p": "bb-network-tofujson"}',
    },
    profiles: { 'bb-network-tofu': network, 'bb-network-tofujson': network },
  },
  {
    layer: 'apps-devstg/us-east-1/datalake--',
    own: devstg,
    files: { 'dns.tf': 'module "dns" {\n  source = "../../../modules/dns"\n}\n' },
    profiles: { 'bb-network-inmodule': network },
  },
  {
    layer: 'data-science/us-east-1/airflow-- ',
    own: science,
    files: {
      'x.tf': provider('old', '"bb-legacy-readonly"') + provider('o', '"bb-legacy-DevOps"'),
    },
    profiles: {
      'bb-data-science-dataops': science,
      'bb-legacy-readonly': '100000000007 ReadOnly',
      'bb-legacy-DevOps': '100000000007 DevOps',
    },
  },
  {
    layer: 'production/us-east-1/a/b/c/ six deep',
    own: prd,
    files: { 'x.tf': provider('old', '"bb-apps-prd-devops"') + provider('apps', '"bb-apps-prod"') },
    profiles: { 'bb-apps-prd-devopsprd': prd, 'bb-apps-prd-devops': prd, 'bb-apps-prod': apps },
  },
  {
    layer: 'management/global/organizations',
    own: management,
    files: {},
    profiles: { 'me-bootstrap': management, 'bb-management-administrator': management },
  },
]

test('every profile of every layer gives the right credentials', async (t) => {
  const world = await makeProject(t)
  for (const { layer, files } of shapes) {
    const cwd = world.layer(layer)
    for (const [file, text] of Object.entries(files)) write(path.join(cwd, file), text)
  }
  for (const { layer, own, files, profiles } of shapes) {
    const cwd = path.join(world.project, layer)
    const tool = Object.keys(files).some((file) => /tofu/.test(file)) ? 'tofu' : 'terraform'
    const { exitCode, stderr } = await world.shim(tool, ['plan'], { cwd })
    t.is(exitCode, 0, stderr)
    t.is(stderr, '')
    const { env } = world.lastStart()
    t.is(world.identity(env), own ?? '', layer)
    const config = readConfig(env.AWS_CONFIG_FILE)
    for (const [name, whose] of Object.entries(profiles)) {
      const section = config.get(`profile ${name}`)
      t.is(section !== undefined, whose !== undefined, `${layer}: ${name}`)
      if (!section) continue
      t.is(
        world.identity(await runProcess(world, section.credential_process ?? 'false', env)),
        whose ?? '',
        `${layer}: ${name}`,
      )
    }
    // The second run uses the first run's grant.
    const grant = `${world.home}/.cache/tfsso/grants${cwd}/.tfsso/${tool}.full`
    const { ino } = fs.statSync(grant)
    t.is((await world.shim(tool, ['plan'], { cwd })).exitCode, 0)
    t.is(fs.statSync(grant).ino, ino, layer)
  }
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
})

test('an invalid profile name in a layer adds no wrong line to the AWS config', async (t) => {
  const world = await makeProject(t)
  // The Go SDK doesn't accept these names in a section's header. It would add the lines below such a header to the
  // section before.
  const texts = [
    'bb-shared-a #2',
    'bb-shared-a]b',
    'bb-shared-[x]',
    'bb-shared-a ;b',
    'bb-shared-\t',
    'bb-shared-é',
    'bb-shared-\\n[default]',
  ]
  const cwd = world.layer(
    'apps-devstg/x',
    texts.map((text) => `locals {\n  x = { profile = "${text}" }\n}\n`).join(''),
  )
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
  t.is(exitCode, 0, stderr)
  const text = fs.readFileSync(world.lastStart().env.AWS_CONFIG_FILE ?? '', 'utf8')
  for (const line of text.split('\n').slice(1))
    t.regex(
      line,
      /^(|# region=[\w-]+|\[default\]|\[profile [\w+=,.@-]+\]|credential_process = .*|region = \S+|output = json)$/,
    )
})
