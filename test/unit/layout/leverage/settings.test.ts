import test from 'ava'
import type { AccountPlace } from '../../../../lib/layout/layout.ts'
import { ssoEnabled } from '../../../../lib/layout/leverage/project.ts'
import {
  requireJobSettings,
  requireProjectSettings,
  requireSettings,
} from '../../../../lib/layout/require.ts'
import { readingOf } from '../../../layout/reading.ts'
import { orMessage, parse } from '../../../project/parse.ts'

const common: Record<string, string> = {
  project: '"bb"',
  sso_enabled: 'true',
  accounts: '{ apps-prd = { id = "222222222222" } }',
  sso_start_url: '"https://example.awsapps.com/start"',
  sso_region: '"eu-west-1"',
}
const account: Record<string, string> = { environment: '"apps-prd"', sso_role: '"DevOpsPrd"' }

const render = (values: Record<string, string | undefined>) =>
  Object.entries(values)
    .map(([key, value]) => (value === undefined ? '' : `${key} = ${value}\n`))
    .join('')

async function layer(
  changes: Record<string, string | undefined>,
  { purpose = 'run', backend }: { purpose?: 'run' | 'job'; backend?: string } = {},
) {
  const change = (values: Record<string, string>, keep: (key: string) => boolean) =>
    render({
      ...values,
      ...Object.fromEntries(Object.entries(changes).filter(([key]) => keep(key))),
    })
  const project = await parse(
    '/p/config/common.tfvars',
    change(common, (key) => !(key in account)),
  )
  const own = {
    directory: '/p/prd',
    account: await parse(
      '/p/prd/config/account.tfvars',
      change(account, (key) => key in account),
    ),
    backend: backend === undefined ? undefined : await parse('f', backend),
  }
  const reading = readingOf('/p', [project], [own], { purpose, own: '/p/prd' })
  return { reading, place: reading.layer?.own as AccountPlace }
}

const settings = (changes: Record<string, string | undefined> = {}) =>
  orMessage(async () => {
    const { reading, place } = await layer(changes)
    return requireSettings(reading, place)
  })

const jobSettings = (changes: Record<string, string | undefined> = {}) =>
  orMessage(async () => {
    const { reading, place } = await layer(changes, { purpose: 'job' })
    return requireJobSettings(reading, place)
  })

test('the settings of a layer', async (t) => {
  t.like(await settings(), {
    project: 'bb',
    region: 'eu-west-1',
    sso: { startUrl: 'https://example.awsapps.com/start', region: 'eu-west-1' },
    identity: { account: 'apps-prd', accountId: '222222222222', role: 'DevOpsPrd' },
  })
})

test('the region is region_primary, else region, else sso_region', async (t) => {
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

test('a missing or empty value is a Problem', async (t) => {
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

test('a value of the wrong type or form is a Problem', async (t) => {
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

test('an invisible character in a name is shown as its code point', async (t) => {
  for (const character of ['202E', '200B', '00AD', '2028', 'E0061']) {
    const environment = `"apps\\U${character.padStart(8, '0')}-prd"`
    t.true(
      String(await settings({ environment })).includes(`environment is "apps<U+${character}>-prd"`),
      character,
    )
  }
})

test('the value that a message advises is valid', async (t) => {
  for (const [key] of rules) {
    const said = String(await settings({ [key]: '""' }))
    const example = /Write for example: \w+ = (".*")$/.exec(said)?.[1]
    const changes = key === 'environment' ? { accounts: '{ apps-devstg = { id = 1 } }' } : {}
    t.is(typeof (await settings({ ...changes, [key]: example })), 'object', said)
  }
})

test('environment is a key in accounts, and need not be the name of the directory', async (t) => {
  const accounts = '{ "any key: 1" = { id = 1 }, prd = { id = 2 } }'
  t.like(await settings({ accounts, environment: '"any key: 1"' }), {
    identity: { account: 'any key: 1', accountId: '000000000001' },
  })
})

test('if several files set a value, the last one wins, as with var-files, and messages name it', async (t) => {
  const files = [
    await parse('/p/config/a.tfvars', 'project = "aa"'),
    await parse('/p/config/common.tfvars', render(common)),
    await parse('/p/config/z.tfvars', 'sso_region = "us-west-2"'),
  ]
  t.like(requireProjectSettings(readingOf('/p', files, [])), {
    project: 'bb',
    sso: { region: 'us-west-2' },
  })
  files.push(await parse('/p/config/zz.tfvars', 'project = ""'))
  t.regex(
    String(await orMessage(() => requireProjectSettings(readingOf('/p', files, [])))),
    /^\/p\/config\/zz\.tfvars: project is empty/,
  )
})

test('sso_enabled decides whether AWS SSO is used', async (t) => {
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
    ['sso_enabled = var.x', /^f: sso_enabled is var\.x, but/],
    ['sso_enabled = tru', /^f: sso_enabled is tru, but/],
  ]
  for (const [text, enabled] of cases) {
    const said = await orMessage(async () => ssoEnabled([await parse('f', text)]))
    if (typeof enabled === 'boolean') t.is(said, enabled, text)
    else t.regex(String(said), enabled)
  }
})

test("the backend's profile can be missing, but must otherwise be valid", async (t) => {
  const profile = (backend?: string) =>
    orMessage(async () => {
      const { reading, place } = await layer({}, backend === undefined ? {} : { backend })
      requireSettings(reading, place)
      return place.profile
    })
  t.is(await profile(), undefined)
  t.is(await profile('bucket = "b"'), undefined)
  for (const good of ['bb-apps-devstg-devops', 'me-bootstrap', 'a b', 'x.y_z@w:1/2+3=4,5'])
    t.is(await profile(`profile = "${good}"`), good)
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
    t.regex(
      String(await profile(`profile = ${bad}`)),
      /^f: profile is .*\nWrite for example: profile = "/,
      bad,
    )
})

test('a CI job with credentials of its own needs no settings of AWS SSO, and no role', async (t) => {
  const none = { sso_start_url: undefined, sso_region: undefined, sso_role: undefined }
  const region = { region_primary: '"us-east-2"' }
  const off = { sso_enabled: 'false' }
  for (const changes of [none, { ...none, ...off }, { sso_start_url: '5', sso_region: '5' }])
    t.like(await jobSettings({ ...changes, ...region }), {
      project: 'bb',
      region: 'us-east-2',
      identity: { account: 'apps-prd', accountId: '222222222222' },
    })
  t.like(await jobSettings({ sso_start_url: undefined }), { region: 'eu-west-1' })
  const wrong: [changes: Record<string, string | undefined>, said: RegExp][] = [
    [none, /^\/p\/config\/common\.tfvars: region_primary is missing/],
    [{ ...off, ...region, project: undefined }, /: project is missing/],
    [{ ...off, ...region, environment: undefined }, /account\.tfvars: environment is missing/],
    [{ ...off, ...region, accounts: undefined }, /accounts is missing or empty/],
    [{ ...region, sso_role: '"Dev Ops"' }, /sso_role is "Dev Ops", but/],
  ]
  for (const [changes, said] of wrong) t.regex(String(await jobSettings(changes)), said)
})
