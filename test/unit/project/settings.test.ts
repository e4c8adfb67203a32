import test from 'ava'
import {
  backendProfile,
  resolveProjectSettings,
  resolveSettings,
  ssoEnabled,
} from '../../../lib/project/settings.ts'
import { orMessage, parse } from '../../project/parse.ts'

const common: Record<string, string> = {
  project: '"bb"',
  accounts: '{ apps-prd = { id = "222222222222" } }',
  sso_start_url: '"https://example.awsapps.com/start"',
  sso_region: '"eu-west-1"',
}
const account: Record<string, string> = { environment: '"apps-prd"', sso_role: '"DevOpsPrd"' }

/** The values as HCL, with some changed; `undefined` takes one away. */
const render = (values: Record<string, string | undefined>) =>
  Object.entries(values)
    .map(([key, value]) => (value === undefined ? '' : `${key} = ${value}\n`))
    .join('')

/** The settings of a layer whose tfvars are those above, but for these. */
const settings = (changes: Record<string, string | undefined> = {}) => {
  const change = (values: Record<string, string>, keep: (key: string) => boolean) =>
    render({
      ...values,
      ...Object.fromEntries(Object.entries(changes).filter(([key]) => keep(key))),
    })
  return orMessage(async () =>
    resolveSettings({
      project: [
        await parse(
          '/p/config/common.tfvars',
          change(common, (key) => !(key in account)),
        ),
      ],
      account: await parse(
        '/p/prd/config/account.tfvars',
        change(account, (key) => key in account),
      ),
    }),
  )
}

test('the settings of a layer', async (t) => {
  t.like(await settings(), {
    project: 'bb',
    region: 'eu-west-1',
    sso: { startUrl: 'https://example.awsapps.com/start', region: 'eu-west-1' },
    identity: { account: 'apps-prd', accountId: '222222222222', role: 'DevOpsPrd' },
  })
})

test('the region: region_primary, else region, else sso_region', async (t) => {
  const region = async (changes: Record<string, string>) => {
    const found = await settings(changes)
    return typeof found === 'string' ? found : found.region
  }
  t.is(await region({}), 'eu-west-1')
  t.is(await region({ region: '"us-east-2"' }), 'us-east-2')
  t.is(await region({ region: '"us-east-2"', region_primary: '"us-gov-west-1"' }), 'us-gov-west-1')
  t.is(await region({ region: '"us-east-2"', region_primary: 'null' }), 'us-east-2')
  for (const good of [
    'us-iso-east-1',
    'us-isob-east-1',
    'cn-northwest-1',
    'ap-southeast-12',
    'mx-central-1',
    'eusc-de-east-1',
    'il-central-1',
  ])
    t.is(await region({ region_primary: `"${good}"` }), good)
})

const rules: [key: string, file: string, required: boolean, wrong: string[]][] = [
  [
    'project',
    '/p/config/common.tfvars',
    true,
    ['5', 'true', '[]', '{}', '"a b"', '"-x"', '"a/b"', '"a\\nb"', '"${var.x}"', '"  "', '"a]"'],
  ],
  [
    'sso_start_url',
    '/p/config/common.tfvars',
    true,
    [
      '5',
      '"http://example.awsapps.com/start"',
      '"example.awsapps.com"',
      '"https://"',
      '"https://u@h/start"',
      '"https://a b/start"',
      '"https://h/$(id)"',
      '"https://h/\\"x"',
      '"https://h/`id`"',
      '"https://h/start\\n"',
      '"file:///x"',
      '["https://h/start"]',
      '"${var.url}"',
    ],
  ],
  [
    'sso_region',
    '/p/config/common.tfvars',
    true,
    [
      '1',
      '"us-east"',
      '"Virginia"',
      '"us-east-1a"',
      '"us_east_1"',
      '"US-EAST-1"',
      `"us-${'a'.repeat(59)}-1"`,
      '"us-east-1\\nx = y"',
      'var.region',
      '["us-east-1"]',
    ],
  ],
  ['region_primary', '/p/config/common.tfvars', false, ['1', '"nowhere"', '"us-east-1 "']],
  ['region', '/p/config/common.tfvars', false, ['1', '"nowhere"']],
  [
    'environment',
    '/p/prd/config/account.tfvars',
    true,
    [
      '5',
      'true',
      '["apps-prd"]',
      '"apps-prd\\n"',
      '"apps\\u202edrp"',
      '"apps\\u200b-prd"',
      '"apps\\u00ad-prd"',
      '"${var.x}"',
    ],
  ],
  [
    'sso_role',
    '/p/prd/config/account.tfvars',
    true,
    [
      '5',
      'true',
      '["DevOps"]',
      '"Dev Ops"',
      '"Dev/Ops"',
      '"$(id)"',
      '".."',
      '"a\\nb"',
      `"${'x'.repeat(65)}"`,
      '"${var.x}"',
    ],
  ],
]

test('a value that is missing or empty', async (t) => {
  for (const [key, file, required] of rules) {
    const empty = await settings({ [key]: '""' })
    t.regex(
      String(empty),
      new RegExp(`^${file}: ${key} is empty\\.\nWrite for example: ${key} = "`),
      key,
    )
    for (const missing of [undefined, 'null']) {
      const said = await settings({ [key]: missing })
      if (required)
        t.regex(
          String(said),
          new RegExp(`^${file}: ${key} is missing\\.\nAdd for example: ${key} = "`),
          key,
        )
      else t.is(typeof said, 'object', key)
    }
  }
})

test('a value of the wrong type or form', async (t) => {
  for (const [key, file, , wrong] of rules) {
    for (const value of wrong) {
      const said = String(await settings({ [key]: value }))
      const [first = '', second = ''] = said.split('\n')
      t.true(first.startsWith(`${file}: ${key} is `), `${key} = ${value}: ${said}`)
      t.regex(first, /, but must be .*\.$/)
      t.true(second.startsWith(`Write for example: ${key} = "`), said)
    }
  }
})

test('what each message says to write is itself good', async (t) => {
  for (const [key] of rules) {
    const said = String(await settings({ [key]: '""' }))
    const example = /Write for example: \w+ = (".*")$/.exec(said)?.[1]
    const changes = key === 'environment' ? { accounts: '{ apps-devstg = { id = 1 } }' } : {}
    t.is(typeof (await settings({ ...changes, [key]: example })), 'object', said)
  }
})

test('environment is the key into accounts, not the name of the directory', async (t) => {
  const accounts = '{ "any key: 1" = { id = 1 }, prd = { id = 2 } }'
  t.like(await settings({ accounts, environment: '"any key: 1"' }), {
    identity: { account: 'any key: 1', accountId: '000000000001' },
  })
})

test('the last of several files wins, as among var-files, and is the one that is blamed', async (t) => {
  const files = [
    await parse('/p/config/a.tfvars', 'project = "aa"'),
    await parse('/p/config/common.tfvars', render(common)),
    await parse('/p/config/z.tfvars', 'sso_region = "us-west-2"'),
  ]
  t.like(resolveProjectSettings(files), { project: 'bb', sso: { region: 'us-west-2' } })
  files.push(await parse('/p/config/zz.tfvars', 'project = ""'))
  t.regex(
    String(await orMessage(() => resolveProjectSettings(files))),
    /^\/p\/config\/zz\.tfvars: project is empty/,
  )
})

test('sso_enabled', async (t) => {
  const cases: [text: string, enabled: boolean | RegExp][] = [
    ['sso_enabled = true', true],
    ['sso_enabled = "true"', true],
    ['sso_enabled = false\nsso_start_url = "https://h/start"', false],
    ['sso_enabled = "false"', false],
    ['sso_start_url = "https://h/start"', true],
    ['project = "x"', false],
    ['sso_enabled = null', false],
    [
      'sso_enabled = "yes"',
      /^f: sso_enabled is "yes", but must be true or false\.\nWrite for example: sso_enabled = true$/,
    ],
    ['sso_enabled = 1', /^f: sso_enabled is 1, but/],
    ['sso_enabled = ""', /^f: sso_enabled is "", but/],
    ['sso_enabled = var.x', /^f: sso_enabled is "\$\{var\.x\}", but/],
  ]
  for (const [text, enabled] of cases) {
    const said = await orMessage(async () => ssoEnabled([await parse('f', text)]))
    if (typeof enabled === 'boolean') t.is(said, enabled, text)
    else t.regex(String(said), enabled)
  }
})

test("the backend's profile", async (t) => {
  const profile = (value: string) =>
    orMessage(async () => backendProfile(await parse('f', `profile = ${value}`)))
  t.is(backendProfile(undefined), undefined)
  t.is(backendProfile(await parse('f', 'bucket = "b"')), undefined)
  for (const good of ['bb-apps-devstg-devops', 'me-bootstrap', 'a b', 'x.y_z@w:1/2+3=4,5'])
    t.is(await profile(`"${good}"`), good)
  for (const bad of [
    '5',
    'true',
    '""',
    '"a]"',
    '"a #b"',
    '" a"',
    '"a\\nb"',
    '"[x"',
    '"é"',
    '"a\\"b"',
  ])
    t.regex(String(await profile(bad)), /^f: profile is .*\nWrite for example: profile = "/, bad)
})
