import fs from 'node:fs'
import path from 'node:path'
import { write } from './project.ts'
import { ssoBlock, writeRepository } from './repository.ts'
import type { World } from './world.ts'

/* Repositories in six shapes. In each, tfsso.hcl reads the accounts from other files of the repository. */

export const prd = '222222222222 DevOpsPrd'
export const shared = '111111111111 DevOps'
const nobody = 'nobody'

export const locals = (values: Record<string, string>) =>
  `locals {\n${Object.entries(values)
    .map(([key, value]) => `  ${key} = ${JSON.stringify(value)}\n`)
    .join('')}}\n`

interface Shape {
  block: string
  files: Record<string, string>
  /** account and role, by directory; `nobody`: the directory is not a layer */
  identities: Record<string, string>
}

const shapes: Record<string, Shape> = {
  "Terragrunt's account.hcl, one below another": {
    block: 'from = "live/**/account.hcl"\nrole_from = "locals.sso_role"',
    files: {
      'live/prod/account.hcl': locals({
        account_name: 'production',
        aws_account_id: '222222222222',
        sso_role: 'DevOpsPrd',
      }),
      'live/prod/inner {a,b}/account.hcl': locals({
        account_name: 'inner',
        account_id: '111111111111',
        sso_role: 'DevOps',
      }),
    },
    identities: {
      'live/prod': prd,
      'live/prod/eu-west-1/net': prd,
      'live/prod/inner {a,b}/net': shared,
      'live/prod/inner a': prd,
      live: nobody,
      modules: nobody,
    },
  },
  'env.hcl with keys of its own, and directories elsewhere': {
    block:
      'from = "env/*/env.hcl"\nname = "locals.env"\nid = "locals.aws_account"\nrole_from = "locals.role"\npaths = ["stacks/*/${account}"]',
    files: {
      'env/1/env.hcl': locals({ env: 'prod', aws_account: '222222222222', role: 'DevOpsPrd' }),
      'env/2/env.hcl': locals({ env: 'dev', aws_account: '111111111111', role: 'DevOps' }),
    },
    identities: { 'stacks/net/prod': prd, 'stacks/net/dev/a': shared, 'env/1': nobody },
  },
  'a map of ids in tfvars': {
    block:
      'from = "config/accounts.tfvars"\neach = "account_ids"\nid = "."\nrole = ["DevOpsPrd", "DevOps"]\npaths = ["envs/${account}"]',
    files: {
      'config/accounts.tfvars':
        'account_ids = {\n  prod = "222222222222"\n  shared = "111111111111"\n}\n',
    },
    identities: { 'envs/prod': prd, 'envs/shared/x': shared, envs: nobody },
  },
  'a map in JSON': {
    block:
      'from = "accounts.json"\neach = "org.accounts"\nid = "account_id"\nrole_from = "role"\npaths = ["envs/${account}"]',
    files: {
      'accounts.json':
        '{"org": {"accounts": {\n\t"prod": {"account_id": "222222222222", "role": "DevOpsPrd"},\n\t"shared": {"account_id": 111111111111, "role": ["Nobody", "DevOps"]}\n}}}\n',
    },
    identities: { 'envs/prod': prd, 'envs/shared': shared },
  },
  'a whole file of YAML': {
    block:
      'from = "a*.yaml"\neach = "."\nname = "label"\nid = "id"\nrole = "DevOps"\npaths = ["envs/${account}"]',
    files: { 'accounts.yaml': 'a1: &a\n  id: "111111111111"\n  label: shared\n' },
    identities: { 'envs/shared': shared, 'envs/a1': nobody },
  },
  'globals of Terramate, beside an account block': {
    block:
      'from = "stacks/*/config.tm.hcl"\nname = "globals.aws.account"\nid = "globals.aws.account_id"\nrole = "DevOps"\n}\naccount "prod" {\nid = "222222222222"\nrole = "DevOpsPrd"\npaths = ["stacks/shared/prod"]',
    files: {
      'stacks/shared/config.tm.hcl':
        'globals "aws" {\n  account    = "shared"\n  account_id = "111111111111"\n}\n',
    },
    identities: { 'stacks/shared/net': shared, 'stacks/shared/prod/net': prd, stacks: nobody },
  },
}

/** Returns a tfsso.hcl with these lines in its `accounts` block. */
export const accountsBlock = (lines: string) => `${ssoBlock('acme')}accounts {\n${lines}\n}\n`

/**
 * Writes each shape into its own directory. Returns all directories, each with the account and role that it must have.
 */
export function writeShapes(world: Pick<World, 'root'>) {
  const top = writeRepository(world, accountsBlock('from = "*.json"\nrole = "DevOps"'))
  return Object.entries(shapes).flatMap(([title, { block, files, identities }], number) => {
    const root = path.join(top, String(number))
    write(path.join(root, 'tfsso.hcl'), accountsBlock(block))
    for (const [name, text] of Object.entries(files)) write(path.join(root, name), text)
    return Object.entries(identities).map(([directory, identity]) => {
      const cwd = path.join(root, directory)
      fs.mkdirSync(cwd, { recursive: true })
      return { shape: title, title: `${title}: ${directory}`, cwd, identity }
    })
  })
}
