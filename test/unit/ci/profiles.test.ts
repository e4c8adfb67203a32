import test from 'ava'
import { parseAwsConfig } from '../../../lib/aws-config/sections.ts'
import {
  assumingProfiles,
  checkedProfiles,
  isCheckedProfile,
  sourceSection,
} from '../../../lib/ci/profiles.ts'
import type { JobSource } from '../../../lib/ci/source.ts'

const target = { account: 'shared', accountId: '111111111111', role: '' }
const identity: JobSource = {
  from: 'web-identity',
  roleArn: 'arn:aws:iam::999999999999:role/job',
  tokenFile: '/run/a token',
  sessionName: 'run-1',
}

for (const [source, line] of [
  [{ from: 'environment' }, 'credential_source = Environment'],
  [{ from: 'container' }, 'credential_source = EcsContainer'],
  [{ from: 'instance' }, 'credential_source = Ec2InstanceMetadata'],
  [{ from: 'profile', name: 'a b' }, 'source_profile = a b'],
  [identity, 'source_profile = .tfsso-job'],
] as const satisfies [JobSource, string][]) {
  test(`the profile of a role that is assumed with credentials from ${source.from}`, (t) => {
    t.deepEqual(assumingProfiles('ci/terraform', 'us-east-1', source)(target), [
      'role_arn = arn:aws:iam::111111111111:role/ci/terraform',
      line,
    ])
  })
}

test('the ARN of a role in another partition', (t) => {
  const [arn] = assumingProfiles('r', 'cn-north-1', { from: 'environment' })(target)
  t.is(arn, 'role_arn = arn:aws-cn:iam::111111111111:role/r')
})

test('a web identity needs a section of its own, and other sources need none', (t) => {
  t.is(
    sourceSection(identity),
    `[profile .tfsso-job]
role_arn = arn:aws:iam::999999999999:role/job
web_identity_token_file = /run/a token
role_session_name = run-1
`,
  )
  t.is(sourceSection({ from: 'environment' }), undefined)
})

test('in a job without a role, a profile’s credential process checks the account, and tfsso recognizes this profile', (t) => {
  const lines = checkedProfiles('/opt/tf sso', 'us-east-1')(target)
  t.deepEqual(lines, [
    'credential_process = "/opt/tf sso/libexec/credentials" job 111111111111 us-east-1',
  ])
  const settings = (text: string) =>
    parseAwsConfig(`[profile x]\n${text}\n`)[0]?.settings ?? new Map()
  t.true(isCheckedProfile(settings(lines[0] ?? '')))
  t.false(isCheckedProfile(settings('credential_process = "/opt/x" job')))
  t.false(isCheckedProfile(settings('aws_access_key_id = A')))
})
