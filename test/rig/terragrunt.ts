import fs from 'node:fs'
import path from 'node:path'
import { findProgram } from '../../lib/demo/environment.ts'
import { installation } from './install.ts'
import { bucketOf, type TestAccount, write } from './project.ts'
import type { World } from './world.ts'

/** The program that `variable` names, or else `name` on the tester's PATH. */
const find = (variable: string, name: string) =>
  process.env[variable] ?? findProgram(name, process.env.PATH ?? '', installation())

/** The real Terragrunt, and the tofu or terraform that it runs; undefined if one is missing. */
export function findTerragrunt(): { terragrunt: string; runs: string } | undefined {
  const terragrunt = find('TFSSO_TEST_TERRAGRUNT', 'terragrunt')
  const runs = find('TFSSO_TEST_TOFU', 'tofu') ?? find('TFSSO_TEST_TERRAFORM', 'terraform')
  return terragrunt && runs ? { terragrunt, runs } : undefined
}

/**
 * Writes units as in Terragrunt's own example, and returns their directories. For each unit, Terragrunt asks AWS for
 * the account's id.
 */
export function writeUnits(world: World, accounts: TestAccount[], count: number): string[] {
  write(path.join(world.project, 'root.hcl'), rootHcl)
  return Array.from({ length: count }, (_, i) => {
    const account = accounts[i % accounts.length] as TestAccount
    const hcl = `locals {\n  bucket = "${bucketOf(account)}"\n}\n`
    write(path.join(world.project, account.name, 'account.hcl'), hcl)
    const unit = path.join(world.project, account.name, `us-east-1/unit ${i}`)
    write(path.join(unit, 'terragrunt.hcl'), include)
    write(path.join(unit, 'main.tf'), main)
    return unit
  })
}

const include = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
/** The state goes into the account's bucket. Terragrunt asks AWS for the only input: the account's id. */
export const rootHcl = `locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
}
remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite"
  }
  config = {
    bucket = local.account.bucket
    key    = "\${path_relative_to_include()}/terraform.tfstate"
    region = "us-east-1"
  }
}
inputs = {
  account_id = get_aws_account_id()
}
`
const main = `variable "account_id" {}
resource "terraform_data" "this" {
  input = var.account_id
}
`

/**
 * The stand-in starts the same programs as Terragrunt, for all units at the same time, even without `run --all`. In
 * each unit's directory it runs TG_AUTH_PROVIDER_CMD. With the answer in the environment, it starts tofu twice: for
 * `init`, and for the command in its own arguments.
 */
export function placeTerragruntStandIn(file: string, units: string[]): void {
  const program = `#!${process.execPath}
const { spawn } = require('node:child_process')
const run = (file, args, options) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ['inherit', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.on('data', (data) => { out += data })
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(file + ': ' + code))))
  })
async function unit(cwd) {
  const { TG_AUTH_PROVIDER_CMD: asks = "echo '{}'" } = process.env
  const { awsCredentials: keys, envs } = JSON.parse(await run('sh', ['-c', asks], { cwd }))
  const env = { ...process.env, ...envs }
  for (const [name, value] of Object.entries(keys ?? {})) env['AWS_' + name] = value
  if (keys) env.AWS_SECURITY_TOKEN = keys.SESSION_TOKEN
  const command = process.argv.slice(2).filter((arg) => arg !== 'run' && arg !== '--all')
  for (const args of [['init'], command]) await run('tofu', args, { cwd, env })
}
Promise.all(${JSON.stringify(units)}.map(unit)).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
`
  fs.writeFileSync(file, program, { mode: 0o755 })
}
