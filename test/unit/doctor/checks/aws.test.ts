import test from 'ava'
import {
  type AnswerFacts,
  checkAnswer,
  checkClock,
  isAnswerOfAws,
} from '../../../../lib/doctor/checks/aws.ts'

const asked = { service: 'oidc', host: 'oidc.us-east-1.amazonaws.com' } as const
const failed = (code: string, more: object = {}): AnswerFacts => ({
  ...asked,
  error: Object.assign(new Error(`it says ${code}`), { code, ...more }),
})
const answered = (status: number, name: string): AnswerFacts => ({
  ...asked,
  answer: { status, name },
})

for (const [facts, status, message, advice] of [
  [
    answered(401, 'InvalidClientException'),
    'ok',
    /^SSO OIDC \(logins\) at oidc\..* answers\.$/,
    /^$/,
  ],
  [answered(429, 'TooManyRequestsException'), 'ok', /answers/, /^$/],
  [answered(503, 'ServiceUnavailableException'), 'warning', /answers 503/, /again later/],
  [answered(403, 'Unknown'), 'broken', /is not AWS: 403/, /requires a login/],
  [answered(407, 'Unknown'), 'broken', /is not AWS: 407/, /requires a login/],
  [failed('ENOTFOUND', { hostname: 'h' }), 'broken', /\(dns\): .*ENOTFOUND/, /VPN/],
  [failed('EAI_AGAIN', { hostname: 'h' }), 'broken', /\(dns\)/, /HTTPS_PROXY/],
  [
    failed('ECONNREFUSED', { address: '127.0.0.1', port: 1 }),
    'broken',
    /\(refused\): 127\.0\.0\.1:1/,
    /AWS_ENDPOINT_URL/,
  ],
  [failed('ETIMEDOUT', { name: 'TimeoutError' }), 'broken', /\(timeout\)/, /firewall/],
  [failed('ECONNRESET', { name: 'TimeoutError' }), 'broken', /\(reset\)/, /again/],
  [
    failed('ECONNREFUSED', { proxy: 'http://p:1' }),
    'broken',
    /\(proxy\): .*http:\/\/p:1/,
    /NO_PROXY/,
  ],
  [failed('', { proxy: 'http://p:1', status: 407 }), 'broken', /\(proxy\): .*407/, /USER:PASSWORD/],
  [failed('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'broken', /\(tls\)/, /AWS_CA_BUNDLE/],
  [failed('SELF_SIGNED_CERT_IN_CHAIN'), 'broken', /\(tls\)/, /NODE_EXTRA_CA_CERTS/],
  [failed('DEPTH_ZERO_SELF_SIGNED_CERT'), 'broken', /\(tls\)/, /AWS_CA_BUNDLE/],
  [failed('CERT_NOT_YET_VALID'), 'broken', /\(tls\)/, /clock/],
  [failed('ERR_TLS_CERT_ALTNAME_INVALID'), 'broken', /\(tls\)/, /AWS_ENDPOINT_URL/],
  [failed('EPROTO'), 'broken', /\(tls\)/, /scheme/],
  [
    {
      ...asked,
      error: Object.assign(new SyntaxError('Unexpected <'), { $metadata: { httpStatusCode: 403 } }),
    },
    'broken',
    /\(other\): The response \(HTTP 403\) did not come from AWS/,
    /log in first/,
  ],
  [failed('EWHATEVER'), 'broken', /\(other\): EWHATEVER/, /HTTPS_PROXY/],
  [{ ...asked, error: undefined }, 'broken', /\(other\)/, /network/],
] as const) {
  const what = 'answer' in facts ? `${facts.answer?.status}` : String(facts.error)
  test(`${what}: ${status}, ${message.source}`, (t) => {
    const finding = checkAnswer(facts)
    t.is(finding.status, status)
    t.regex(finding.message, message)
    t.regex(finding.advice.join('\n'), advice)
  })
}

test('AWS’s clock is known only from an answer of AWS itself', (t) => {
  t.true(isAnswerOfAws(answered(401, 'UnauthorizedException')))
  t.false(isAnswerOfAws(answered(403, 'Unknown')))
  t.false(isAnswerOfAws(failed('ENOTFOUND')))
})

for (const [offsetMs, status, message] of [
  [0, 'ok', /agrees/],
  [20_000, 'warning', /20 s behind/],
  [-100_000, 'warning', /100 s ahead of/],
  [-3_600_000, 'broken', /60 min ahead of/],
  [301_000, 'broken', /5 min behind/],
] as const) {
  test(`the clock differs by ${offsetMs} ms`, (t) => {
    const [finding] = checkClock(offsetMs)
    t.is(finding?.status, status)
    t.regex(finding?.message ?? '', message)
  })
}

test('without an answer doctor skips the clock', (t) => t.deepEqual(checkClock(undefined), []))
