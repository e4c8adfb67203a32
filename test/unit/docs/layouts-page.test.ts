import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { requireProject } from '../../../lib/layout/find.ts'
import { readProject } from '../../../lib/layout/read.ts'
import { Inputs } from '../../../lib/project/inputs.ts'
import { ParsedCache } from '../../../lib/project/parsed.ts'
import { fencedBlocks } from '../../docs/fenced.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'
import { ssoBlock } from '../../rig/repository.ts'

/* The examples in docs/layouts.md, except those in test/e2e/tfsso-hcl.test.ts. */

interface Case {
  /** text from a line of the example; no other example contains this text */
  line: string
  files: Record<string, string>
  /** `account` is undefined if the directory is not a layer, or belongs to several accounts */
  accounts: [directory: string, workspace: string | undefined, account: string | undefined][]
}

const locals = (lines: string) => `locals {\n${lines}\n}\n`
const stored = JSON.stringify({
  version: 3,
  backend: { type: 's3', config: { bucket: 'acme-test-tfstate-1' } },
})

const cases: Record<string, Case> = {
  'the first one': {
    line: 'profiles = ["acme-prod"]',
    files: {},
    accounts: [
      ['envs/prod/net', undefined, 'prod'],
      ['live/prod', undefined, 'prod'],
      ['envs/test', undefined, 'dev'],
      ['modules/vpc', undefined, undefined],
    ],
  },
  'Terragrunt’s account.hcl': {
    line: 'locals with account_name',
    files: { 'live/prod/account.hcl': locals('account_id = "222222222222"\naccount_name = "p"') },
    accounts: [
      ['live/prod/eu/net', undefined, 'p'],
      ['live', undefined, undefined],
    ],
  },
  'other lists': {
    line: 'locals.aws_account',
    files: {
      'live/a/env.hcl': locals('env = "prod"\naws_account = "222222222222"\nsso_role = "Deploy"'),
      'accounts.json': '{"accounts": {"demo": {"account_id": "111111111111"}}}',
    },
    accounts: [
      ['stacks/prod', undefined, 'prod'],
      ['envs/demo/net', undefined, 'demo'],
      ['live/a', undefined, undefined],
    ],
  },
  'one directory for several accounts': {
    line: 'workspaces = ["*-production"]',
    files: { 'infra/.terraform/terraform.tfstate': stored },
    accounts: [
      ['stacks', 'web-production', 'prod'],
      ['stacks', undefined, 'hub'],
      ['stacks', 'web-dev', undefined],
      ['infra', undefined, 'test'],
    ],
  },
}

for (const [title, { line, files, accounts }] of Object.entries(cases))
  test(`docs/layouts.md: ${title}`, async (t) => {
    const blocks = fencedBlocks('docs/layouts.md', 'hcl').filter((block) => block.includes(line))
    t.is(blocks.length, 1)
    const [block = ''] = blocks
    const root = temporary('tfsso page-')
    write(path.join(root, 'tfsso.hcl'), block.startsWith('sso') ? block : ssoBlock('acme') + block)
    for (const [name, text] of Object.entries(files)) write(path.join(root, name), text)
    for (const [name, workspace, expected] of accounts) {
      const directory = path.join(root, name)
      fs.mkdirSync(directory, { recursive: true })
      const sources = { inputs: new Inputs(), cache: new ParsedCache() }
      const env = { ...process.env, TF_WORKSPACE: workspace }
      const { layer, project } = await readProject(requireProject(directory), 'own', sources, {
        env,
      })
      t.deepEqual(project.problems, [])
      t.is(layer?.own.name, expected, name)
    }
  })
