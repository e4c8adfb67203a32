import test from 'ava'
import { checkSession, type SessionFacts } from '../../../../lib/doctor/checks/session.ts'

const nowMs = Date.parse('2026-11-22T12:00:00Z')
const session = { name: 'bb', startUrl: 'https://x.awsapps.com/start', tokenFile: '/cache/a.json' }
const token = {
  startUrl: session.startUrl,
  region: 'us-east-1',
  accessToken: 'aoaSecret',
  expiresAt: '2026-11-22T12:42:00Z',
}
const renewable = {
  clientId: 'c',
  clientSecret: 'aoaSecret',
  refreshToken: 'aoaSecret',
  registrationExpiresAt: '2027-01-01T00:00:00Z',
}
const over = { ...token, expiresAt: '2026-11-22T11:00:00Z' }

for (const [what, facts, status, message] of [
  ['valid', { token }, 'ok', /valid until .* \(in 42 min\)/],
  ["valid by AWS's clock", { token: over, awsNowMs: nowMs - 2 * 3600_000 }, 'ok', /\(in 60 min\)/],
  ['refreshable', { token: { ...over, ...renewable } }, 'ok', /the next command renews it/],
  ['expired', { token: over }, 'warning', /is not active/],
  ['none', { token: undefined, fileThere: false }, 'warning', /is not active/],
  ['invalid', { token: undefined }, 'warning', /\/cache\/a\.json contains no valid token/],
  ['refused', { token, refused: true }, 'broken', /AWS refuses it/],
  [
    'refused and refreshable',
    { token: { ...token, ...renewable }, refused: true },
    'warning',
    /AWS refuses it\. The next command tries to renew it\./,
  ],
] as const) {
  test(`a session: ${what}`, (t) => {
    const whole = { session, fileThere: true, refused: false, awsNowMs: nowMs, nowMs, ...facts }
    const finding = checkSession(whole as SessionFacts)
    t.is(finding.status, status)
    t.regex(finding.message, message)
    if (status !== 'ok') t.regex(finding.advice.join(), /tfsso login/)
    t.notRegex(finding.advice.join(), /tfsso logout/, 'a login is enough')
    t.false(JSON.stringify(finding).includes('aoaSecret'))
  })
}
