import fs from 'node:fs'
import path from 'node:path'
import type { EmulatorOptions } from '../../emulator/server.ts'
import type { Tool } from '../files/installed-tools.ts'
import { leverageFiles } from '../layout/leverage/files.ts'

/** `role`: the role that the person has in the account. */
export const accounts = [
  { name: 'shared', id: '111111111111', role: 'DevOps' },
  { name: 'security', id: '222222222222', role: 'Auditor' },
  { name: 'apps-devstg', id: '333333333333', role: 'DevOps' },
] as const

const startUrl = 'https://example.awsapps.com/start'
const bucketOf = (account: string) => `bb-${account}-terraform-backend`

/** In the order in which the tour applies them. */
export const layers = {
  dns: 'shared/global/base-dns',
  audit: 'security/us-east-1/audit',
  database: 'apps-devstg/us-east-1/databases-mysql --',
}

export const emulatedAws: EmulatorOptions = {
  startUrl,
  accounts: accounts.map(({ name, id, role }) => ({ id, name, roles: [role] })),
  buckets: Object.fromEntries(accounts.map(({ name, id }) => [bucketOf(name), id])),
}

export interface SampleOptions {
  /** the tool that the project's Makefile runs */
  tool?: Tool
  /** the source of the last layer's AWS provider, if that layer uses one */
  provider?: string | undefined
}

export function writeSampleProject(
  directory: string,
  { tool = 'terraform', provider }: SampleOptions = {},
): void {
  const write = (name: string, text: string) => {
    const file = path.join(directory, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, text)
  }
  write(leverageFiles.common, commonTfvars())
  write('config/common-variables.tf', commonVariables)
  for (const { name, role } of accounts) {
    write(`${name}/${leverageFiles.account}`, `environment = "${name}"\nsso_role    = "${role}"\n`)
    write(`${name}/${leverageFiles.backend}`, backendTfvars(name, role))
  }
  write(`${layers.dns}/main.tf`, layer('dns', '"zone of ${var.project}"'))
  write(`${layers.audit}/main.tf`, layer('audit', '"trail of ${var.project}"'))
  write(`${layers.database}/main.tf`, databaseLayer(provider))
  for (const name of Object.values(layers)) {
    const target = path.relative(name, 'config/common-variables.tf')
    fs.symlinkSync(target, path.join(directory, name, 'common-variables.tf'))
  }
  write('Makefile', makefile(tool))
}

function commonTfvars(): string {
  const entries = accounts.map(({ name, id }) => `  ${name} = {\n    id = "${id}"\n  },\n`)
  return `project        = "bb"
region_primary = "us-east-1"
accounts = {
${entries.join('')}}
sso_enabled   = true
sso_start_url = "${startUrl}"
sso_region    = "us-east-1"
`
}

function backendTfvars(account: string, role: string): string {
  return `profile      = "bb-${account}-${role.toLowerCase()}"
bucket       = "${bucketOf(account)}"
region       = "us-east-1"
encrypt      = true
use_lockfile = true
`
}

const commonVariables = [
  ...['project', 'region_primary', 'sso_enabled', 'sso_start_url', 'sso_region', 'environment'],
  ...['sso_role', 'profile', 'bucket', 'region', 'encrypt', 'use_lockfile', 'accounts'],
]
  .map((name) => `variable "${name}" {\n  type    = any\n  default = null\n}\n`)
  .join('\n')

function layer(name: string, input: string): string {
  return `terraform {
  backend "s3" {
    key = "${name}/terraform.tfstate"
  }
}

resource "terraform_data" "${name}" {
  input = ${input}
}

output "${name}" {
  value = terraform_data.${name}.output
}
`
}

/**
 * A layer that reads a remote state in another account. With a provider, it also uses a third account's profile;
 * otherwise it also reads that account's remote state.
 */
function databaseLayer(provider: string | undefined): string {
  const remoteState = (name: string, account: string, suffix: string) => `
data "terraform_remote_state" "${name}" {
  backend = "s3"
  config = {
    region  = var.region
    profile = "\${var.project}-${account}-${suffix}"
    bucket  = "${bucketOf(account)}"
    key     = "${name}/terraform.tfstate"
  }
}
`
  const input = '"mysql, ${data.terraform_remote_state.dns.outputs.dns}"'
  return (
    layer('database', input) +
    remoteState('dns', 'shared', 'devops') +
    (provider ? providers(provider) : remoteState('audit', 'security', 'auditor') + auditOutput)
  )
}

const auditOutput = `
output "audit" {
  value = data.terraform_remote_state.audit.outputs.audit
}
`

const providers = (source: string) => `
terraform {
  required_providers {
    aws = {
      source = "${source}"
    }
  }
}

provider "aws" {
  region  = var.region
  profile = var.profile
}

provider "aws" {
  alias   = "security"
  region  = var.region
  profile = "\${var.project}-security-auditor"
}

data "aws_caller_identity" "own" {}

data "aws_caller_identity" "security" {
  provider = aws.security
}

output "accounts" {
  value = [
    data.aws_caller_identity.own.account_id,
    data.aws_caller_identity.security.account_id,
  ]
}
`

const makefile = (tool: Tool) => `LAYERS := dns audit database
dns: DIR = ${layers.dns}
audit: DIR = ${layers.audit}
database: DIR = ${layers.database}

all: $(LAYERS)
$(LAYERS):
\t@${tool} -chdir="$(DIR)" init -input=false >/dev/null
\t@${tool} -chdir="$(DIR)" plan -input=false >/dev/null
\t@${tool} -chdir="$(DIR)" output -json >/dev/null
\t@echo "$@: done"
.PHONY: all $(LAYERS)
`
