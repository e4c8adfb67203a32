import test from 'ava'
import { parseAwsConfig } from '../../../lib/aws-config/sections.ts'
import { findJobSource, type JobSource } from '../../../lib/ci/source.ts'

const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' }
const instance = { from: 'instance' } as const
/** the profiles that tfsso defines for the layer */
const ofLayer = new Set(['bb-prd'])
const roleArn = 'arn:aws:iam::111111111111:role/ci/job'
const web = { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: '/run/a token' }
const container = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/x' }
const noInstance = { AWS_EC2_METADATA_DISABLED: 'TRUE' }
const given = 'aws_access_key_id = A\naws_secret_access_key = B\n'
const ci = `[profile ci]\n${given}`
const byDefault = `[default]\n${given}`
const identity = { from: 'web-identity', roleArn, tokenFile: '/run/a token' } as const

/** The rows are in the order in which the AWS SDK for Go looks for the sources. */
const rows: [what: string, env: Record<string, string>, config: string, source: JobSource][] = [
  ['keys', keys, '', { from: 'environment' }],
  [
    'keys before everything else',
    { ...keys, ...web, ...container, AWS_PROFILE: 'ci' },
    ci + byDefault,
    { from: 'environment' },
  ],
  [
    'keys by their old names',
    { AWS_ACCESS_KEY: 'A', AWS_SECRET_KEY: 's' },
    '',
    { from: 'environment' },
  ],
  ['half of the keys', { AWS_ACCESS_KEY_ID: 'A' }, '', instance],
  ['empty keys', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, '', instance],
  ['a web identity', web, '', { ...identity, sessionName: undefined }],
  [
    'a web identity with a session name',
    { ...web, AWS_ROLE_SESSION_NAME: 'run-1' },
    '',
    { ...identity, sessionName: 'run-1' },
  ],
  [
    'a web identity before files',
    { ...web, AWS_PROFILE: 'ci' },
    ci + byDefault,
    { ...identity, sessionName: undefined },
  ],
  ['a named profile', { AWS_PROFILE: 'ci' }, ci + byDefault, { from: 'profile', name: 'ci' }],
  [
    'a profile named by the old variable',
    { AWS_DEFAULT_PROFILE: 'ci' },
    ci,
    { from: 'profile', name: 'ci' },
  ],
  [
    'a profile of the layer: the default profile',
    { AWS_PROFILE: 'bb-prd' },
    `[profile bb-prd]\n${given}${byDefault}`,
    { from: 'profile', name: 'default' },
  ],
  ['a profile of the layer, without a default profile', { AWS_PROFILE: 'bb-prd' }, ci, instance],
  [
    'a profile without credentials: not the default profile',
    { ...container, AWS_PROFILE: 'bare' },
    `[profile bare]\nregion = us-east-1\n${byDefault}`,
    { from: 'container' },
  ],
  [
    'a profile that does not exist, named by the old variable: not the default profile',
    { AWS_DEFAULT_PROFILE: 'x' },
    ci + byDefault,
    instance,
  ],
  [
    'keys, if AWS_PROFILE names no profile',
    { ...keys, AWS_PROFILE: 'x' },
    '',
    { from: 'environment' },
  ],
  [
    'the default profile before a container',
    container,
    ci + byDefault,
    { from: 'profile', name: 'default' },
  ],
  [
    'a container, if the default profile has no credentials',
    container,
    '[default]\nregion = us-east-1\n',
    { from: 'container' },
  ],
  ['an sso-session called default', {}, '[sso-session default]\nsso_start_url = x\n', instance],
  [
    'a container whose full address is given',
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://x' },
    '',
    { from: 'container' },
  ],
  ['nothing else: the instance', {}, '', instance],
]
for (const [what, env, config, source] of rows) {
  test(`${what} → ${source.from}`, (t) =>
    t.deepEqual(findJobSource(env, parseAwsConfig(config), ofLayer), source))
}

test('a job without credentials that can’t ask the EC2 instance is a Problem with 77', (t) => {
  t.like(
    t.throws(() => findJobSource(noInstance, [], ofLayer)),
    { name: 'Problem', code: 77 },
  )
})

test('AWS_PROFILE must name a profile that exists', (t) => {
  for (const name of ['x', 'default', 'corp'])
    t.like(
      t.throws(() =>
        findJobSource(
          { ...container, AWS_PROFILE: name },
          parseAwsConfig('[sso-session corp]\n'),
          ofLayer,
        ),
      ),
      { name: 'Problem', code: 78 },
    )
})

for (const env of [
  { AWS_ROLE_ARN: '' },
  { AWS_ROLE_ARN: 'role' },
  { AWS_ROLE_ARN: `${roleArn}\n[profile x]` },
  { AWS_ROLE_ARN: `${roleArn} # x` },
  { AWS_WEB_IDENTITY_TOKEN_FILE: '/a\nb' },
  { AWS_WEB_IDENTITY_TOKEN_FILE: '/a #b' },
  { AWS_WEB_IDENTITY_TOKEN_FILE: ' /a' },
  { AWS_ROLE_SESSION_NAME: 'a b' },
]) {
  test(`values that can’t be written in an AWS config: ${JSON.stringify(env)}`, (t) => {
    t.like(
      t.throws(() => findJobSource({ ...web, ...env }, [], ofLayer)),
      { name: 'Problem', code: 78 },
    )
  })
}
