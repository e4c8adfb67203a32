import path from 'node:path'
import test from 'ava'
import { parseAwsConfig } from '../../../../lib/aws-config/sections.ts'
import { findPersonalPortal, listPortals } from '../../../../lib/commands/login/personal-portal.ts'
import { Problem } from '../../../../lib/text/problem.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'

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

test('a portal is chosen by its name or its URL, and an unknown portal exits with 78', async (t) => {
  const HOME = temporary('tfsso-portals-')
  const other = 'https://other.awsapps.com/start'
  write(path.join(HOME, '.aws/config'), session('corp', start) + session('other', other))
  for (const [wanted, name] of [
    ['other', 'other'],
    [`${start}/#`, 'corp'],
  ] as const)
    t.is((await findPersonalPortal({ HOME }, wanted)).session.name, name)
  const problem = await t.throwsAsync(findPersonalPortal({ HOME }, 'nope'), { instanceOf: Problem })
  t.is(problem?.code, 78)
  t.regex(problem?.message ?? '', /nope/)
})
