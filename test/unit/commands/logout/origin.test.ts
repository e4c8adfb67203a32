import test from 'ava'
import { originsOf } from '../../../../lib/commands/logout/origin.ts'

const startUrl = 'https://d-1.awsapps.com/start'
const portal = { startUrl, region: 'us-east-1' }
const owner = (session: string) => `tfsso_owner='222222222222|DevOps|${session}|/home/a||||'\n`
const profile = (url: string, region: string) =>
  `[profile x]\ncredential_process = "/opt/tf sso/libexec/credentials" 222222222222 DevOps "bb" "${url}" ${region}\n`
const token = { ...portal, accessToken: 'a', expiresAt: '2020-01-01T00:00:00Z' }

for (const [what, text, expected] of [
  ['role credentials', `# tfsso credentials\n${owner(`bb|${startUrl}|us-east-1`)}`, [portal]],
  [
    'role credentials of a session with a bar in its name',
    `# tfsso credentials\n${owner(`b|b|${startUrl}|us-east-1`)}`,
    [portal],
  ],
  ['role credentials that were cut off', '# tfsso credentials\ntfsso_own', undefined],
  ['a grant', `# tfsso grant\ntfsso_session='b'\\''b|${startUrl}|us-east-1'\n`, [portal]],
  ['a stored grant', `#g8\ntfsso_session='b|${startUrl}|us-east-1'\n`, [portal]],
  [
    'a grant that an older version stored',
    `# tfsso grant 7\ntfsso_session='b|${startUrl}|us-east-1'\n`,
    [portal],
  ],
  ['a grant with arguments only', "# tfsso grant\ntfsso_session=''\n", []],
  ['a grant that was cut off', "# tfsso grant\ntfsso_covers='3|", undefined],
  ['another answer that is stored like a grant', '# tfsso no layer\n', []],
  [
    'a private AWS config',
    `# Written by tfsso for a run.\n[profile own]\nregion = x\n${profile(startUrl, 'us-east-1')}`,
    [portal],
  ],
  [
    'a private AWS config with a profile of another portal',
    `# Written by tfsso for a run.\n${profile(startUrl, 'us-east-1 other')}`,
    [portal],
  ],
  ['a private AWS config without profiles of tfsso', '# Written by tfsso for a run.\n', []],
  ['a token', JSON.stringify(token), [portal]],
  ['a token that was cut off', JSON.stringify(token).slice(0, 60), undefined],
  ['nothing', '', undefined],
] as const) {
  test(`the portal that a file came from: ${what}`, (t) => {
    const origins = originsOf(text)
    t.deepEqual(
      origins?.map((origin) => ({ startUrl: origin.startUrl, region: origin.region })),
      expected && [...expected],
    )
  })
}
