import test from 'ava'
import { accountOfEntry, entriesInFile } from '../../../../lib/layout/tfsso-hcl/account-list.ts'
import type { AccountList } from '../../../../lib/layout/tfsso-hcl/description.ts'
import { parseList } from '../../../../lib/layout/tfsso-hcl/list-values.ts'
import { Problem } from '../../../../lib/text/problem.ts'

const list: AccountList = {
  files: [],
  from: 'live/**/account.hcl',
  roles: ['Deploy'],
  session: { name: 'acme', startUrl: 'https://acme.awsapps.com/start', region: 'eu-central-1' },
  region: 'eu-central-1',
  where: '/r/tfsso.hcl, line 5',
}
const file = { path: 'live/prod/account.hcl', whole: '/r/live/prod/account.hcl' }

async function read(options: Partial<AccountList>, text: string) {
  const whole = { ...list, ...options }
  const values = await parseList(text.startsWith('{') ? 'x.json' : file.whole, text)
  const entries = entriesInFile(whole, values)
  return entries?.map((entry) => {
    const { name, id, roles, roleProblem, paths, directory } = accountOfEntry(whole, file, entry)
    const said = id instanceof Problem ? id.message : id
    return [name, said, roleProblem?.message ?? roles.join(), directory ?? paths.join()]
  })
}

/**
 * Each row: title, changes to the `accounts` block, listed file → for each account: name, id (or the message about it),
 * role, paths.
 */
const rows: [string, Partial<AccountList>, string, string[][]][] = [
  [
    "an account.hcl as in Terragrunt's examples",
    {},
    'locals {\n  account_name   = "prod"\n  aws_account_id = "222222222222"\n}\n',
    [['prod', '222222222222', 'Deploy', 'live/prod']],
  ],
  [
    'account_id, and the name of the directory',
    {},
    'locals {\n  account_id = 222222222222\n}\n',
    [['prod', '222222222222', 'Deploy', 'live/prod']],
  ],
  [
    'keys that the block names, and paths',
    { name: ['locals', 'env'], id: ['locals', 'n'], paths: ['live/${account}', 'x'] },
    'locals {\n  env = "p1"\n  n = "222222222222"\n}\n',
    [['p1', '222222222222', 'Deploy', 'live/p1,x']],
  ],
  [
    'a map in JSON',
    { each: ['accounts'], id: ['account_id'] },
    '{"accounts": {"demo": {"account_id": "111111111111"}, "prod": {"account_id": "2"}}}',
    [
      ['demo', '111111111111', 'Deploy', 'live/prod'],
      [
        'prod',
        '/r/live/prod/account.hcl: prod: account_id is "2", but must be 12 digits.',
        'Deploy',
        'live/prod',
      ],
    ],
  ],
  [
    'a map of ids, the whole file',
    { each: [], id: [] },
    'demo = "111111111111"\nprod = "222222222222"\n',
    [
      ['demo', '111111111111', 'Deploy', 'live/prod'],
      ['prod', '222222222222', 'Deploy', 'live/prod'],
    ],
  ],
  [
    'the role from the file',
    { roles: undefined, roleFrom: ['locals', 'sso_role'] },
    'locals {\n  aws_account_id = "222222222222"\n  sso_role = "Admin"\n}\n',
    [['prod', '222222222222', 'Admin', 'live/prod']],
  ],
  [
    'an id that is an expression, with a default',
    {},
    'locals {\n  aws_account_id = get_env("ID", "222222222222")\n}\n',
    [
      [
        'prod',
        '/r/live/prod/account.hcl: locals.aws_account_id or locals.account_id is an expression ("${get_env(\\"ID\\", \\"222222222222\\")}"), which tfsso does not evaluate.',
        'Deploy',
        'live/prod',
      ],
    ],
  ],
  [
    'a placeholder',
    {},
    'locals {\n  aws_account_id = "__FILL_IN_ACCOUNT_ID__"\n}\n',
    [
      [
        'prod',
        '/r/live/prod/account.hcl: locals.aws_account_id or locals.account_id is "__FILL_IN_ACCOUNT_ID__", but must be 12 digits.',
        'Deploy',
        'live/prod',
      ],
    ],
  ],
  [
    'no id',
    {},
    'locals {\n}\n',
    [
      [
        'prod',
        '/r/live/prod/account.hcl: locals.aws_account_id or locals.account_id is missing.',
        'Deploy',
        'live/prod',
      ],
    ],
  ],
]
for (const [what, options, text, expected] of rows)
  test(`the accounts in a listed file: ${what}`, async (t) =>
    t.deepEqual(await read(options, text), expected))

const nameProblem = (text: string) => `/r/live/prod/account.hcl: the account's name${text}`
const rule = "must be an account's name (letters, digits, single spaces and +=,.@:/_-)"

/** A message is in the place of the id or the role. */
const mistakes: [string, Partial<AccountList>, string, string[]][] = [
  [
    'a name that is missing',
    { name: ['locals', 'env'], paths: ['live/${account}'] },
    'x = 1',
    ['live/prod/account.hcl', nameProblem(': locals.env is missing.'), '', 'live/*'],
  ],
  [
    'a name that is an expression',
    {},
    'locals {\n account_name = run_cmd("x")\n}',
    [
      'live/prod/account.hcl',
      nameProblem(' is an expression ("${run_cmd(\\"x\\")}"), which tfsso does not evaluate.'),
      '',
      'live/prod',
    ],
  ],
  [
    'a name that is a map',
    { name: ['m'] },
    'm = { a = 1 }\nid = 1',
    ['live/prod/account.hcl', nameProblem(` is {}, but ${rule}.`), '', 'live/prod'],
  ],
  [
    'a role that is an expression',
    { roles: undefined, roleFrom: ['r'], id: ['i'] },
    'r = get_env("R", "Admin")\ni = "222222222222"',
    [
      'prod',
      '222222222222',
      '/r/live/prod/account.hcl: r is an expression ("${get_env(\\"R\\", \\"Admin\\")}"), which tfsso does not evaluate.',
      'live/prod',
    ],
  ],
  [
    'no role anywhere',
    { roles: undefined, id: ['i'] },
    'i = "222222222222"',
    [
      'prod',
      '222222222222',
      '/r/live/prod/account.hcl: account "prod": role is missing.',
      'live/prod',
    ],
  ],
]
for (const [what, options, text, expected] of mistakes)
  test(`a mistake in a listed file: ${what}`, async (t) =>
    t.deepEqual(await read(options, text), [expected]))

test('a file without a map of accounts gives no accounts', async (t) => {
  for (const text of ['x = 1', 'accounts = merge(a, b)', '{"accounts": null}', '{"accounts": []}'])
    t.is(await read({ each: ['accounts'] }, text), undefined)
})

test('errors in JSON and YAML: duplicate keys, two documents, endless aliases', async (t) => {
  const bomb = ['a: &a [x]']
  for (let i = 1; i < 20; i++) bomb.push(`a${i}: &a${i} [*a${i - 1 || ''}, *a${i - 1 || ''}]`)
  const texts: [string, RegExp][] = [
    ['{"a": 1, "a": 2}', /^f\.yaml, line 1, column 10: Map keys must be unique$/],
    ['a: 1\nb: [', /^f\.yaml, line 2, column \d+: Flow sequence/],
    ['---\na: 1\n---\nb: 1\n', /multiple documents/],
    [bomb.join('\n'), /Excessive alias count/],
    ['['.repeat(600), /nested more than 500 deep/],
  ]
  for (const [text, message] of texts) {
    const error = await t.throwsAsync(parseList('f.yaml', text), { instanceOf: Problem })
    t.regex(error?.message ?? '', message)
  }
})
