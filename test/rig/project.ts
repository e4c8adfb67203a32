import fs from 'node:fs'
import path from 'node:path'

export interface TestAccount {
  /** the key in `accounts` of common.tfvars, and the default name of the account's directory */
  name: string
  id: string
  role: string
  directory?: string
  /** the person's roles; `role` alone by default */
  roles?: string[]
}

export const startUrl = 'https://example.awsapps.com/start'

export const defaultAccounts: TestAccount[] = [
  { name: 'shared', id: '111111111111', role: 'DevOps' },
  { name: 'apps-prd', id: '222222222222', role: 'DevOpsPrd', roles: ['DevOpsPrd', 'ReadOnly'] },
  { name: 'security', id: '333333333333', role: 'Auditor' },
]

export const bucketOf = ({ name }: TestAccount) => `bb-${name}-terraform-backend`
export const profileOf = ({ name, role }: TestAccount) => `bb-${name}-${role.toLowerCase()}`

/** Writes a file and the directories above it. Returns its path. */
export function write(file: string, text: string): string {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
  return file
}

/** Writes a project in Leverage's layout. */
export function writeProject(directory: string, accounts: TestAccount[]): void {
  const list = accounts.map(
    ({ name, id }) =>
      `  ${name} = {\n    email = "aws+${name}@example.com",\n    id = "${id}"\n  },\n`,
  )
  write(
    path.join(directory, 'config/common.tfvars'),
    `project          = "bb"
project_long     = "binbash"
region_primary   = "us-east-1"
region_secondary = "us-east-2"
accounts = {
${list.join('')}}
sso_enabled   = true
sso_start_url = "${startUrl}"
sso_region    = "us-east-1"
`,
  )
  write(path.join(directory, 'config/common-variables.tf'), commonVariables)
  for (const account of accounts) writeAccount(directory, account)
}

/** Declares each variable that the tfvars files set. terraform warns about undeclared variables. */
const commonVariables = [
  'project',
  'project_long',
  'region',
  'region_primary',
  'region_secondary',
  'sso_enabled',
  'sso_start_url',
  'sso_region',
  'environment',
  'sso_role',
  'profile',
  'bucket',
  'encrypt',
  'use_lockfile',
]
  .map((name) => `variable "${name}" {\n  default = null\n}\n`)
  .concat('variable "accounts" {\n  type    = any\n  default = {}\n}\n')
  .join('')

export function writeAccount(directory: string, account: TestAccount): void {
  const config = path.join(directory, account.directory ?? account.name, 'config')
  write(
    path.join(config, 'account.tfvars'),
    `environment = "${account.name}"\nsso_role = "${account.role}"\n`,
  )
  write(
    path.join(config, 'backend.tfvars'),
    `profile = "${profileOf(account)}"
bucket = "${bucketOf(account)}"
region = "us-east-1"
encrypt = true
use_lockfile = true
`,
  )
}

/** Writes a layer with an S3 backend. Like nearly all layers, it has a symlink to the common variables. */
export function writeLayer(project: string, name: string, body = ''): string {
  const directory = path.join(project, name)
  write(
    path.join(directory, 'main.tf'),
    `terraform {
  backend "s3" {
    key = ${JSON.stringify(`${name.trim()}/terraform.tfstate`)}
  }
}
resource "terraform_data" "this" {
  input = "\${var.project}-\${var.environment}"
}
output "name" {
  value = terraform_data.this.output
}
${body}`,
  )
  const link = path.join(directory, 'common-variables.tf')
  const target = path.relative(directory, path.join(project, 'config/common-variables.tf'))
  if (!fs.existsSync(link)) fs.symlinkSync(target, link)
  return directory
}
