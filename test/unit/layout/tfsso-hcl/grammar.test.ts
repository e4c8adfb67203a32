import test from 'ava'
import { findCandidates } from '../../../../lib/layout/tfsso-hcl/candidates.ts'
import { readDescription } from '../../../../lib/layout/tfsso-hcl/grammar.ts'
import { parseHcl } from '../../../../lib/project/hcl.ts'
import { Problem } from '../../../../lib/text/problem.ts'

const sso = `sso "acme" {
  start_url = "https://acme.awsapps.com/start"
  region    = "eu-central-1"
}
`

async function read(text: string) {
  return readDescription('/r/tfsso.hcl', text, await parseHcl('/r/tfsso.hcl', text))
}

test('the blocks of a tfsso.hcl give sessions, accounts, var-files and backend configs', async (t) => {
  const { sessions, accounts, varFiles, backendConfig } = await read(`${sso}
region = "eu-west-1"
account "prod" {
  id       = "222222222222"
  role     = "Deploy"
  paths    = ["envs/prod", "live/prod/"]
  profiles = ["acme-prod"]
  profile "acme-prod-ro" {
    role = "ReadOnly"
  }
}
account "dev" {
  id     = 111111111111
  role   = ["PowerUser", "ReadOnly"]
  paths  = ["envs/{dev,test}", "live/\${account}"]
  region = "us-east-1"
}
var_files      = ["common.tfvars", "\${layer}/env.tfvars"]
backend_config = ["\${layer}/backend.hcl"]
`)
  const session = {
    name: 'acme',
    startUrl: 'https://acme.awsapps.com/start',
    region: 'eu-central-1',
  }
  t.deepEqual(sessions, [session])
  t.deepEqual(accounts, [
    {
      name: 'prod',
      id: '222222222222',
      roles: ['Deploy'],
      session,
      region: 'eu-west-1',
      paths: ['envs/prod', 'live/prod'],
      profiles: new Map([
        ['acme-prod', undefined],
        ['acme-prod-ro', 'ReadOnly'],
      ]),
      workspaces: undefined,
      buckets: undefined,
      where: '/r/tfsso.hcl, line 7',
      file: '/r/tfsso.hcl',
    },
    {
      name: 'dev',
      id: '111111111111',
      roles: ['PowerUser', 'ReadOnly'],
      session,
      region: 'us-east-1',
      paths: ['envs/{dev,test}', 'live/dev'],
      profiles: new Map(),
      workspaces: undefined,
      buckets: undefined,
      where: '/r/tfsso.hcl, line 16',
      file: '/r/tfsso.hcl',
    },
  ])
  t.deepEqual(varFiles, ['common.tfvars', '${layer}/env.tfvars'])
  t.deepEqual(backendConfig, ['${layer}/backend.hcl'])
})

const account = (body: string, name = 'prod') => `${sso}account "${name}" {\n${body}\n}\n`

const mistakes: [string, string, RegExp][] = [
  ['it does not parse', `${sso}account "prod" {`, /^\/r\/tfsso\.hcl, line 5, column \d+: /],
  ['no sso block', 'region = "eu-west-1"', /there is no sso block/],
  ['an sso block without a name', 'sso {\n}\n', /line 1: sso: the block needs one name/],
  [
    'an account with an empty name',
    account('', ''),
    /line 5: account "": the name is "", but must be/,
  ],
  [
    'two names',
    account('').replace('"prod"', '"a" "b"'),
    /line 5: account "a" "b": the block needs one name/,
  ],
  ['an unknown key', `${sso}color = 1\n`, /line 5: unknown key color/],
  ['an unknown key of an account', account('color = 1'), /line 6: unknown key color/],
  ['an unknown block', `${sso}foo {\n}\n`, /line 5: unknown block foo/],
  ['a key that is a block', `${sso}account = 1\n`, /line 5: unknown key account/],
  ['a block that is a key', account('role {\n}'), /line 6: unknown block role/],
  [
    'two accounts of one name',
    `${account('')}account "prod" {\n}\n`,
    /line 8: there are two blocks account "prod"; the other is in line 5/,
  ],
  [
    'a key and a block of one name',
    `${account('')}account = 1\n`,
    /line 8: account is a key here, and a block in line 5/,
  ],
  [
    'a key and a block of one name in an account',
    account('profile = 1\nprofile "x" {\n role = "R"\n}'),
    /line 6: account "prod": profile is a key here/,
  ],
  [
    'a trailing **',
    account('paths = ["envs/**"]'),
    /line 5: account "prod": paths: "envs\/\*\*" ends in \*\*/,
  ],
  ['** within a name', account('paths = ["envs/a**b"]'), /has \*\* within a name/],
  ['an absolute path', account('paths = ["/envs"]'), /is an absolute path/],
  ['a path upwards', account('paths = ["../envs"]'), /leads upwards/],
  ['an empty name', account('paths = ["a//b"]'), /has an empty name/],
  ['a path that is not a text', account('paths = [1]'), /paths is 1, but must be a path/],
  ['an expression', account('role = var.role'), /role is an expression \("\$\{var\.role\}"\)/],
  [
    'an expression with a default',
    account('id = "1"\nrole = get_env("ROLE", "Admin")'),
    /role is an expression/,
  ],
  ['an expression in a path', account('paths = ["live/${var.env}"]'), /paths is an expression/],
  [
    'a variable that paths can’t contain',
    account('paths = ["live/${layer}"]'),
    /Only these are allowed there|has an expression/,
  ],
  ['no role', account('role = ""'), /role is "", but must be/],
  ['an unknown session', account('sso = "other"'), /there is no sso block "other"/],
  [
    'an account that does not say which of two sessions it uses',
    `${sso}${sso.replace('acme"', 'b"')}account "x" {\n}\n`,
    /line 9: account "x": sso is missing/,
  ],
  ['a start URL that is not https', sso.replace('https', 'http'), /start_url is "http:/],
  ['an invalid region', `${sso}region = "mars"`, /region is "mars"/],
  [
    'a profile twice',
    account('profiles = ["a"]\nprofile "a" {\n role = "R"\n}'),
    /the profile a is in profiles, too/,
  ],
  [
    'two account lists of one name',
    `${sso}accounts "x" {\n from = "a.hcl"\n}\naccounts "x" {\n from = "b.hcl"\n}\n`,
    /line 5: accounts "x": the block has a name, but needs none/,
  ],
  ['a profile without a role', account('profile "a" {\n}'), /line 6: profile "a": role is missing/],
]

for (const [what, text, message] of mistakes)
  test(`a mistake in tfsso.hcl: ${what}`, async (t) => {
    const error = await t.throwsAsync(read(text), { instanceOf: Problem })
    t.is(error?.code, 78)
    t.regex(error?.message ?? '', message)
  })

const ids: [string, string | RegExp][] = [
  ['id = "222222222222"', '222222222222'],
  ['id = 222222222222', '222222222222'],
  ['id = "012345678901"', '012345678901'],
  ['id = 012345678901', /id is 12345678901, but must be 12 digits/],
  ['id = "1"', /id is "1", but must be 12 digits/],
  ['id = get_env("X", "222222222222")', /must be 12 digits/],
  ['', /account "prod": id is missing/],
]

for (const [written, expected] of ids)
  test(`an account with ${written || 'no id'}`, async (t) => {
    const [found] = (await read(account(written))).accounts
    const id = found?.id
    if (typeof expected === 'string') t.is(id, expected)
    else t.regex(id instanceof Problem ? id.message : '', expected)
  })

for (const id of ['$${x', '$$${x', '%%{ if', '\\"{', 'a $ {', '${join("}", ["{", "$${"])}'])
  test(`an account after an account with the id ${id} is found`, async (t) => {
    const { accounts } = await read(`${account(`id = "${id}"`)}account "dev" {\n}\n`)
    t.deepEqual(
      accounts.map(({ name }) => name),
      ['prod', 'dev'],
    )
  })

test('the deepest match wins, then the most literal one; if two matches are equal in both, both accounts count', async (t) => {
  const description = await read(`${sso}
account "all" {
  paths = ["."]
}
account "live" {
  paths = ["live/*"]
}
account "prod" {
  paths = ["live/prod"]
}
account "app" {
  paths = ["live/*/app"]
}
account "a" {
  paths = ["stacks"]
}
account "b" {
  paths = ["stacks"]
}
`)
  const names = (directory: string) =>
    findCandidates(description, directory).map(({ name }) => name)
  t.deepEqual(names(''), ['all'])
  t.deepEqual(names('other'), ['all'])
  t.deepEqual(names('live/dev/x'), ['live'])
  t.deepEqual(names('live/prod/x'), ['prod'])
  t.deepEqual(names('live/prod/app'), ['app'])
  t.deepEqual(names('stacks/x'), ['a', 'b'])
})
