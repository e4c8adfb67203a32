import test from 'ava'
import { listAccounts, requireAccountId } from '../../../../lib/layout/leverage/account-list.ts'
import { orMessage, parse } from '../../../project/parse.ts'

const forms: [name: string, tfvars: string, ids: Record<string, unknown>][] = [
  [
    'commas or none, keys bare or quoted',
    `accounts = {
      management = {
        email = "aws+root@example.com",
        id    = "111111111111"
      },
      apps-prd = { email = "a@example.com", id = "222222222222" }
      "data-science" : { "id" : "333333333333" }
    }`,
    { management: '111111111111', 'apps-prd': '222222222222', 'data-science': '333333333333' },
  ],
  [
    'numbers',
    'accounts = { a = { id = 12345678901 }, b = { id = 012 } }',
    { a: 12345678901, b: 12 },
  ],
  [
    'no id',
    'accounts = { a = { email = "x" }, b = {}, c = null }',
    { a: undefined, b: undefined, c: undefined },
  ],
  [
    'organization',
    `organization = {
      accounts = { management = { id = "111111111111" } }
      organizational_units = {
        bbl_dev = { policy = [], accounts = { apps-devstg = { id = "222222222222" } } }
        bbl_prd = { accounts = { apps-prd = { id = 333333333333 } } }
        empty   = {}
        none    = null
      }
    }`,
    { management: '111111111111', 'apps-devstg': '222222222222', 'apps-prd': 333333333333 },
  ],
  [
    'both: accounts first',
    `accounts = { a = { id = "1" } }
    organization = {
      accounts             = { a = { id = "2" }, b = { id = "2" } }
      organizational_units = { u = { accounts = { a = { id = "3" }, b = { id = "3" }, c = { id = "3" } } } }
    }`,
    { a: '1', b: '2', c: '3' },
  ],
  ['other keys are ignored', 'external_accounts = { drata = { aws_account_id = "" } }', {}],
]

test('the accounts in each form of the list', async (t) => {
  for (const [name, text, ids] of forms) {
    const entries = listAccounts([await parse('common.tfvars', text)])
    const found = [...entries].map(([key, { entry }]) => [
      key,
      (entry as { id?: unknown } | null)?.id,
    ])
    t.deepEqual(Object.fromEntries(found), ids, name)
  }
})

test('if several files have accounts, the last of these files counts, and messages name it', async (t) => {
  const entries = listAccounts([
    await parse('a.tfvars', 'accounts = { x = { id = "1" } }'),
    await parse('b.tfvars', 'accounts = { y = { id = "2" } }'),
    await parse('c.tfvars', 'accounts = null'),
  ])
  t.deepEqual([...entries], [['y', { entry: { id: '2' }, file: 'b.tfvars' }]])
})

test('if accounts is not a map, a message says what to write', async (t) => {
  for (const value of ['"x"', '[]', '[{ a = 1 }]', 'true', 'var.x']) {
    const tfvars = await parse('common.tfvars', `accounts = ${value}`)
    t.regex(
      String(await orMessage(() => listAccounts([tfvars]))),
      /^common\.tfvars: accounts is .*, but must be a map of accounts\.\nWrite for example: accounts = \{ /,
    )
  }
})

test('an account’s key gives its id, or a message with advice', async (t) => {
  const where = { environmentFile: 'account.tfvars', accountsFile: 'common.tfvars' }
  const ask = async (accounts: string) =>
    await orMessage(async () =>
      requireAccountId(listAccounts([await parse('common.tfvars', accounts)]), 'a', where),
    )
  t.is(await ask('accounts = { a = { id = 12345678901 } }'), '012345678901')
  const missing = 'common.tfvars: accounts.a.id is missing.\nAdd for example: id = "123456789012"'
  for (const entry of ['{}', '{ id = "" }', '{ id = null }', '"123456789012"', '[]', 'null'])
    t.is(await ask(`accounts = { a = ${entry} }`), missing, entry)
  for (const id of ['"12345"', '"x"', 'true', '-5', '1234567890123', '"${var.x}"'])
    t.regex(
      String(await ask(`accounts = { a = { id = ${id} } }`)),
      /^common\.tfvars: accounts\.a\.id is .*, but must be 12 digits\.\nWrite for example: id = "123456789012"$/,
      id,
    )
  t.is(
    await ask('accounts = { b = {}, c-d = {} }'),
    `account.tfvars: environment is "a", which is not in accounts.
The accounts of common.tfvars are: b, c-d.
Correct environment, or add to accounts: a = { id = "123456789012" }`,
  )
  for (const none of ['', 'accounts = {}', 'organization = { accounts = {} }'])
    t.is(
      await ask(none),
      `common.tfvars: accounts is missing or empty.
Write for example: accounts = { a = { id = "123456789012" } }`,
      none,
    )
})
