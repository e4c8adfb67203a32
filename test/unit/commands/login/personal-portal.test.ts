import test from 'ava'
import { parseAwsConfig } from '../../../../lib/aws-config/sections.ts'
import { listPortals } from '../../../../lib/commands/login/personal-portal.ts'

const start = 'https://example.awsapps.com/start'
const session = (name: string, url: string, region = 'us-east-1') =>
  `[sso-session ${name}]\nsso_start_url = ${url}\nsso_region = ${region}\n`
const token = (startUrl: string, region = 'us-east-1') => ({
  file: '/t.json',
  token: { startUrl, region, accessToken: 'a', expiresAt: '2020-01-01T00:00:00Z' },
})

for (const [what, config, tokens, names] of [
  ['none', '', [], []],
  ['a session', session('corp', start), [], ['corp']],
  ['the same, by a token', session('corp', start), [token(`${start}/#`)], ['corp']],
  ['another region', session('corp', start), [token(start, 'eu-west-1')], ['corp', 'example']],
  ['two names for one portal', session('a', start) + session('b', start), [], ['a']],
  [
    'no portal at all',
    session('a', 'http://example.com') + session('b', start, 'x') + session('c', ''),
    [token('javascript:alert(1)')],
    [],
  ],
] as const) {
  test(`the portals in the person’s files: ${what}`, (t) => {
    const portals = listPortals(parseAwsConfig(config), [...tokens])
    t.deepEqual(
      portals.map(({ name }) => name),
      [...names],
    )
  })
}
