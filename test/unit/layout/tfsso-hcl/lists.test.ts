import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { requireProject } from '../../../../lib/layout/find.ts'
import { newSources, readProject } from '../../../../lib/layout/read.ts'
import { requireJobSettings, requireSyntax } from '../../../../lib/layout/require.ts'
import { orMessage } from '../../../project/parse.ts'
import { accountsBlock, locals, writeShapes } from '../../../rig/account-lists.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'

/* Accounts from the repository's own lists. */

/** Returns `nobody` outside a layer. */
async function accountOf(directory: string): Promise<string> {
  const reading = await readProject(requireProject(directory, {}), 'run', newSources())
  const { layer, project, undecided } = reading
  requireSyntax(project, layer?.own)
  if (undecided) throw undecided
  return layer ? requireJobSettings(reading, layer.own).identity.accountId : 'nobody'
}

test('six shapes of lists: the account of every directory', async (t) => {
  for (const { title, cwd, identity } of writeShapes({ root: temporary('tfsso shapes-') }))
    t.is(await accountOf(cwd), identity.replace(/ .*/, ''), title)
})

const files = {
  'accounts.json': '{"prod": {"id": "222222222222"}, "prod": {"id": "111111111111"}}',
  'list.yaml': 'accounts: none\n',
  'fine.json': '{"prod": {"id": "222222222222"}}',
}
const each = 'each = "."\nid = "id"\nrole = "DevOpsPrd"\npaths = ["."]'

/** Each row: an `accounts` block → the root's account, or the message. */
const blocks: [block: string, expected: RegExp][] = [
  [`from = "fine.json"\n${each}`, /^222222222222$/],
  ['', /line 5: accounts: from must be one pattern of files/],
  ['from = ["a.hcl", "b.hcl"]', /from must be one pattern of files/],
  ['from = "accounts.txt"', /from: "accounts\.txt" does not end in any of \.hcl, \.tfvars, \.json/],
  ['from = "/accounts.json"', /is an absolute path/],
  ['from = "gone.json"', /line 5: accounts: there is no file .*gone\.json/],
  ['from = "fine.json"\nkey = "x"', /line 7: unknown key key/],
  ['from = "fine.json"\nrole = "A"\nrole_from = "b"', /role and role_from are both set/],
  [
    `from = "accounts.json"\n${each}`,
    /accounts\.json, line 1, column \d+: Map keys must be unique/,
  ],
  [
    `from = "list.yaml"\n${each.replace('"."', '"accounts"')}`,
    /list\.yaml: accounts is not a map of accounts, but .* line 5/,
  ],
  [
    `from = "fine.json"\n${each}\n}\naccount "prod" {\nid = "222222222222"`,
    /Two accounts are called prod: .*tfsso\.hcl, line \d+ and .*fine\.json: prod/,
  ],
]

for (const [block, expected] of blocks)
  test(`an accounts block with ${JSON.stringify(block)}`, async (t) => {
    const root = temporary('tfsso lists-')
    for (const [name, text] of Object.entries(files)) write(path.join(root, name), text)
    fs.writeFileSync(path.join(root, 'tfsso.hcl'), accountsBlock(block))
    t.regex(await orMessage(() => accountOf(root)), expected)
  })

/** Each row: the files below live/ → the account of live/prod/a/net, or the message. */
const nearest: [files: Record<string, string>, expected: RegExp][] = [
  [{}, /^222222222222$/],
  [{ 'prod/a': locals({ account_name: 'near', account_id: '111111111111' }) }, /^111111111111$/],

  [
    { 'prod/a': 'locals {\n  account_id = get_env("X", "222222222222")\n}\n' },
    /a\/account\.hcl: locals\.aws_account_id or locals\.account_id is an expression/,
  ],
  [{ 'prod/a': 'locals {' }, /a\/account\.hcl, line 1, column/],
  [
    { 'x/prod': locals({ account_id: '111111111111' }) },
    /Two accounts are called prod: .*live\/prod\/account\.hcl and .*live\/x\/prod\/account\.hcl/,
  ],
]

for (const [files, expected] of nearest)
  test(`the nearest account.hcl decides, even if it is wrong: ${JSON.stringify(files)}`, async (t) => {
    const root = temporary('tfsso nearest-')
    const block = accountsBlock('from = "live/**/account.hcl"\nrole = "DevOps"')
    write(path.join(root, 'tfsso.hcl'), block)
    const all = { prod: locals({ account_id: '222222222222' }), ...files }
    for (const [name, text] of Object.entries(all))
      write(path.join(root, 'live', name, 'account.hcl'), text)
    fs.mkdirSync(path.join(root, 'live/prod/a/net'), { recursive: true })
    t.regex(await orMessage(() => accountOf(path.join(root, 'live/prod/a/net'))), expected)
  })

test('a nested repository defines accounts only for its own layers', async (t) => {
  const root = temporary('tfsso nested-')
  const file = (name: string, text: string) => write(path.join(root, name), text)
  file('tfsso.hcl', accountsBlock('from = "**/account.hcl"\nrole = "DevOps"'))
  const dev = locals({ account_name: 'dev', account_id: '111111111111' })
  file('live/account.hcl', dev)
  // a git worktree, and a submodule with an account of its own
  file('.trees/feat/.git', 'gitdir: elsewhere\n')
  file('.trees/feat/live/account.hcl', dev)
  file('live/sub/.git', 'gitdir: elsewhere\n')
  file('live/sub/account.hcl', locals({ account_name: 'sub', account_id: '333333333333' }))
  const read = (directory: string) =>
    readProject(requireProject(path.join(root, directory), {}), 'run', newSources())
  const places: [directory: string, id: string, accounts: string[]][] = [
    ['live/net', '111111111111', ['dev']],
    ['live/sub/net', '333333333333', ['dev', 'sub']],
  ]
  for (const [directory, id, accounts] of places) {
    const { accounts: found, sources } = await read(directory)
    t.is(await accountOf(path.join(root, directory)), id)
    t.deepEqual(found.map(({ name }) => name).sort(), accounts)
    t.false(sources.inputs.haveChanged())
  }
  t.regex(
    await orMessage(() => accountOf(path.join(root, '.trees/feat/live/net'))),
    /^Two accounts are called dev: /,
  )
})

/**
 * Each row: a list file without accounts, and an `accounts` block. The tested directory is `x` next to the list file.
 */
const withoutAccount: [file: string, block: string][] = [
  ['live/accounts.yaml', 'from = "live/**/accounts.yaml"\neach = "accounts"'],
  ['live/accounts.yaml', 'from = "live/*.yaml"\neach = "accounts"'],
  ['live/accounts.yaml', 'from = "live/*.yaml"\neach = "accounts"\npaths = ["live/${account}"]'],
  ['live/node_modules/accounts.yaml', 'from = "live/**/*.yaml"\neach = "accounts"'],
  ['live/node_modules/accounts.yaml', 'from = "live/**/accounts.yaml"\neach = "accounts"'],
]

test('a list file without an account is an input, unless it is in node_modules', async (t) => {
  for (const [file, block] of withoutAccount) {
    const root = temporary('tfsso empty-list-')
    write(path.join(root, 'tfsso.hcl'), accountsBlock(`${block}\nrole = "DevOps"`))
    write(path.join(root, file), 'accounts: {}\n')
    const directory = path.join(root, path.dirname(file), 'x')
    const { sources, layer } = await readProject(requireProject(directory, {}), 'run', newSources())
    t.is(layer, undefined, block)
    t.false(sources.inputs.haveChanged(), block)
    const sums = sources.inputs.sums({ hash: 'sha256', escapes: true })
    t.is(sums?.includes(file), !file.includes('node_modules'), block)
  }
})
