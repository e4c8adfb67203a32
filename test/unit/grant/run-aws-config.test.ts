import test from 'ava'
import { parseAwsConfig } from '../../../lib/aws-config/sections.ts'
import {
  type AwsConfigParts,
  checkPrefix,
  renderAwsConfig,
  shadowsOurs,
} from '../../../lib/grant/run-aws-config.ts'
import { describeSession } from '../../../lib/session/session.ts'

const session = describeSession('bb', 'https://example.awsapps.com/start#/', 'eu-west-1', {
  tokenCache: '/home/me/.aws/sso/cache',
})

const profiles: AwsConfigParts['profiles'] = new Map([
  ['bb-shared-devops', { account: 'shared', accountId: '111111111111', role: 'DevOps' }],
  ['bb-apps-prd-x', { account: 'apps-prd', accountId: '222222222222', role: { suffix: 'x' } }],
])

const render = (own: string, parts: Partial<AwsConfigParts> = {}) =>
  renderAwsConfig({
    env: {},
    prefix: '/opt/tf sso',
    region: 'us-east-1',
    sessionOf: () => session,
    profiles,
    own: parseAwsConfig(own),
    ...parts,
  })

// If an SDK rejects a section's header, it adds that section's settings to the section before. Our sections are last,
// so no settings of the person are added to them.
test('the person’s sections come first, then [default], then our profiles in the order of their names', (t) => {
  const text = render('[profile mine]\nregion = eu-west-1\n')
  t.is(
    text.slice(text.indexOf('[')),
    `[profile mine]
region = eu-west-1

[default]
region = us-east-1
output = json

[profile bb-apps-prd-x]
credential_process = "/opt/tf sso/libexec/credentials" 222222222222 suffix:x "bb" "https://example.awsapps.com/start#/" eu-west-1
region = us-east-1

[profile bb-shared-devops]
credential_process = "/opt/tf sso/libexec/credentials" 111111111111 DevOps "bb" "https://example.awsapps.com/start#/" eu-west-1
region = us-east-1
`,
  )
})

test('our sections keep the person’s settings from the sections that they replace, except credentials and region', (t) => {
  const text = render(`[profile bb-shared-devops]
sso_account_id = 9
SSO_Role_Name = x
credential_process: x --a=b
role_arn = x
aws_secret_access_key = x
region = eu-west-1
ca_bundle = /first.pem
# a note
s3 =
  max_concurrent_requests = 20

  addressing_style = path
login_session =
  nested = x
max_attempts: 9
[default]
aws_access_key_id = x
output = text
use_dualstack_endpoint = true
[profile "bb-shared-devops"]
ca_bundle = /last.pem
`)
  t.is(
    text.slice(text.indexOf('[')),
    `[default]
region = us-east-1
output = text
use_dualstack_endpoint = true

[profile bb-apps-prd-x]
credential_process = "/opt/tf sso/libexec/credentials" 222222222222 suffix:x "bb" "https://example.awsapps.com/start#/" eu-west-1
region = us-east-1

[profile bb-shared-devops]
credential_process = "/opt/tf sso/libexec/credentials" 111111111111 DevOps "bb" "https://example.awsapps.com/start#/" eu-west-1
region = us-east-1
ca_bundle = /last.pem
s3 =
  max_concurrent_requests = 20
  addressing_style = path
max_attempts: 9
`,
  )
})

test('if [default] has credentials, a profile whose source is [default] gets a copy of [default] as its source', (t) => {
  const mine = (source: string) => `[profile mine]\nrole_arn = r\nsource_profile = ${source}\n`
  const text = render(`${mine('default')}[default]\naws_access_key_id = k\n`)
  t.is(
    text.slice(text.indexOf('['), text.indexOf('[profile bb')),
    `${mine('.tfsso-default')}
[profile .tfsso-default]
aws_access_key_id = k

[default]
region = us-east-1
output = json

`,
  )
  // SDKs ignore the key's case and a comment, but not the case of a profile's name.
  for (const [line, led] of [
    ['source_profile = default  # mine', 'source_profile = .tfsso-default  # mine'],
    ['source_profile=default\t; mine', 'source_profile=.tfsso-default\t; mine'],
    ['Source_Profile = default', 'Source_Profile = .tfsso-default'],
    // The Go SDK accepts a colon and quotes. botocore accepts a colon, too.
    ['source_profile: default', 'source_profile: .tfsso-default'],
    ['source_profile :default ; mine', 'source_profile :.tfsso-default ; mine'],
    ['source_profile = "default"', 'source_profile = ".tfsso-default"'],
    ["source_profile = 'default' # default", "source_profile = '.tfsso-default' # default"],
    ['source_profile = "default', undefined],
    ['source_profile = " default"', undefined],
    ['source_profile:x = default', undefined],
    ['source_profile = default#1', undefined],
    ['source_profile = Default', undefined],
    ['source_profile =\ndefault', undefined],
    ['#source_profile = default', undefined],
  ] as const) {
    const text = render(`[profile x]\n${line}\n[default]\naws_access_key_id = k\n`)
    t.true(text.includes(`[profile x]\n${led ?? line}\n`), line)
    t.is(text.includes('[profile .tfsso-default]'), led !== undefined, line)
  }
  t.true(render(`${mine('default')}[default]\naws_access_key_id: k\n`).includes('.tfsso-default'))
  // If [default] is its own source_profile, the copy is its own source_profile, too.
  t.regex(
    render(`[default]\nrole_arn = r\nsource_profile = default\n${mine('default')}`),
    /\[profile \.tfsso-default\]\nrole_arn = r\nsource_profile = \.tfsso-default\n/,
  )
  for (const own of [
    // No copy is needed: [default] has no credentials, or is no profile's source.
    `${mine('default')}[default]\nregion = r\n`,
    `${mine('other')}[default]\naws_access_key_id = k\n`,
  ])
    t.notRegex(render(own), /tfsso-default/)
})

test('the order of the profiles does not change the file', (t) => {
  t.is(render('', { profiles: new Map([...profiles].reverse()) }), render(''))
})

for (const [what, own, kept] of [
  ['[default]', '[default]\nregion = eu-west-1\nrole_arn = a\n', false],
  ['default as a profile', '[profile default]\nrole_arn = a\n', false],
  ['a profile of our name', '[profile bb-shared-devops]\nsso_session = a\n', false],
  ['a name in quotes', '[profile "bb-shared-devops"]\nsso_session = a\n', false],
  [
    'a name with white space and a comment',
    '[ profile\tbb-shared-devops ] # ours\nrole_arn = a\n',
    false,
  ],
  ['an indented header', '  [profile bb-shared-devops]\nrole_arn = a\n', false],
  ['another profile', '[profile bb-shared-devops2]\nkey = a\n', true],
  ['an sso-session', '[sso-session bb]\nsso_region = a\n', true],
  ['an sso-session of our name', '[sso-session bb-shared-devops]\nsso_region = a\n', true],
  ['services', '[services bb-shared-devops]\ns3 =\n  endpoint_url = a\n', true],
  ['nested settings', '[profile p]\ns3 =\n  max_concurrent_requests = 2\n\n  a = b\n', true],
] as const) {
  test(`a section of the person is ${kept ? 'copied' : 'left out'}: ${what}`, (t) => {
    const text = render(`# mine\n${own}[profile last]\nkey = last\n`)
    t.is(text.includes(own), kept)
    t.is(
      text.split('\n').filter((line) => / = a$/.test(line)).length,
      kept && / = a$/m.test(own) ? 1 : 0,
    )
    t.true(text.includes('\n[profile last]\nkey = last\n\n[default]\n'))
  })
}

for (const prefix of [
  '/home/me/.local/share/tfsso',
  '/with space/and  two',
  "/it's/(here)/[a]&b;c/%d/#x",
  '/ñ/日本',
  '/semi;colon/hash#',
]) {
  test(`an installation can be in ${prefix}`, (t) => t.notThrows(() => checkPrefix(prefix)))
}

for (const prefix of [
  '/a"b',
  '/a$b',
  '/a`b',
  '/a\\b',
  '/a #b',
  '/a ;b',
  '/a\tb',
  '/a\nb',
  '/a\u007fb',
  '/a\u0085b',
]) {
  test(`an installation can't be in ${JSON.stringify(prefix)}`, (t) => {
    const error = t.throws(() => render('', { prefix }))
    t.like(error, { name: 'Problem', code: 78 })
  })
}

for (const [what, text, expected] of [
  ['no file', '', false],
  ['others only', '[default]\na = 1\n[mine]\nb = 2\n', false],
  ['ours only', '[bb-shared-devops]\na = 1\n', true],
  ['both', '[default]\na = 1\n[ bb-shared-devops ]\nb = 2\n[ mine ]\nc = 3\n', true],
] as const) {
  test(`whether a credentials file would replace our profiles: ${what}`, (t) => {
    t.is(shadowsOurs(parseAwsConfig(text, { bare: true }), profiles), expected)
  })
}
