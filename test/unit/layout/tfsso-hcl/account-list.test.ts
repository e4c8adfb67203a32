import test from 'ava'
import { accountsInFile } from '../../../../lib/layout/tfsso-hcl/account-list.ts'
import type { AccountList } from '../../../../lib/layout/tfsso-hcl/description.ts'
import { parseHcl } from '../../../../lib/project/hcl.ts'
import { Problem } from '../../../../lib/text/problem.ts'

const list: AccountList = {
  from: 'live/**/account.hcl',
  role: 'Deploy',
  session: { name: 'acme', startUrl: 'https://acme.awsapps.com/start', region: 'eu-central-1' },
  region: 'eu-central-1',
  where: '/r/tfsso.hcl, line 5',
}
const file = { path: 'live/prod/account.hcl', whole: '/r/live/prod/account.hcl' }

async function read(options: Partial<AccountList>, text: string) {
  const values = text.startsWith('{') ? JSON.parse(text) : await parseHcl(file.whole, text)
  return accountsInFile({ ...list, ...options }, file, values).map(({ name, id, roles, paths }) => [
    name,
    id instanceof Problem ? id.message : id,
    roles.join(),
    paths.join(),
  ])
}

/** what it is, the block, the file → name, id or its problem, role, paths */
const rows: [string, Partial<AccountList>, string, string[][]][] = [
  [
    "Terragrunt's public shape",
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
    'keys that are named, and paths',
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
    { role: undefined, roleFrom: ['locals', 'sso_role'] },
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
  test(what, async (t) => t.deepEqual(await read(options, text), expected))

/** what is wrong → the message */
const mistakes: [string, Partial<AccountList>, string, RegExp][] = [
  ['no map', { each: ['accounts'] }, 'x = 1', /accounts is no map of accounts/],
  [
    'a name that is missing',
    { name: ['locals', 'env'] },
    'x = 1',
    /the account's name is undefined/,
  ],
  [
    'a name that is an expression',
    {},
    'locals {\n account_name = run_cmd("x")\n}',
    /the account's name is/,
  ],
  [
    'a role that is an expression',
    { role: undefined, roleFrom: ['r'] },
    'r = get_env("R", "Admin")',
    /r is "\$\{get_env/,
  ],
]
for (const [what, options, text, message] of mistakes)
  test(`a mistake: ${what}`, async (t) => {
    const error = await t.throwsAsync(read(options, text), { instanceOf: Problem })
    t.regex(error?.message ?? '', message)
  })
