import test from 'ava'
import { describeNetworkFailure } from '../../../lib/aws/network-failure.ts'
import { ProxyFailure } from '../../../lib/aws/tunnel.ts'

const failed = (properties: object, message = 'what node says') =>
  Object.assign(new Error(message), properties)
const behind = (cause: object, message?: string) =>
  new ProxyFailure('http://proxy.corp:3128', failed(cause, message))

for (const [error, kind, text, advice] of [
  [
    failed({ code: 'ENOTFOUND', hostname: 'oidc.x.amazonaws.com' }),
    'dns',
    /oidc\.x\.amazonaws\.com/,
    /sso_region/,
  ],
  [failed({ code: 'EAI_AGAIN', hostname: 'h' }), 'dns', /EAI_AGAIN/, /VPN/],
  [
    failed({ code: 'ECONNREFUSED', address: '127.0.0.1', port: 4566 }),
    'refused',
    /127\.0\.0\.1:4566 refuses/,
    /AWS_ENDPOINT_URL/,
  ],
  [
    failed({ code: 'ECONNREFUSED', errors: [failed({ address: '::1', port: 1 })] }, ''),
    'refused',
    /::1:1 refuses/,
    /AWS_ENDPOINT_URL/,
  ],
  [failed({ code: 'ECONNRESET' }), 'reset', /was cut \(ECONNRESET\)/, /again/],
  [failed({ code: 'EPIPE' }), 'reset', /EPIPE/, /again/],
  [failed({ code: 'ETIMEDOUT' }), 'timeout', /in time/, /HTTPS_PROXY/],
  [failed({ name: 'TimeoutError' }), 'timeout', /in time/, /HTTPS_PROXY/],
  [failed({ name: 'AbortError' }), 'timeout', /in time/, /HTTPS_PROXY/],
  [
    failed({ code: 'ENETUNREACH', address: '1.2.3.4', port: 443 }),
    'other',
    /1\.2\.3\.4:443/,
    /network/,
  ],
  [failed({ code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'tls', /unknown CA/, /AWS_CA_BUNDLE/],
  [failed({ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }), 'tls', /unknown CA/, /AWS_CA_BUNDLE/],
  [failed({ code: 'CERT_HAS_EXPIRED' }), 'tls', /is expired/, /clock/],
  [failed({ code: 'CERT_NOT_YET_VALID' }), 'tls', /not valid yet/, /clock/],
  [failed({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'tls', /another host/, /log in first/],
  [failed({ code: 'EPROTO' }), 'tls', /does not speak valid TLS/, /scheme/],
  [failed({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }), 'tls', /does not speak valid TLS/, /scheme/],
  [
    behind({ code: 'ECONNREFUSED' }),
    'proxy',
    /proxy\.corp:3128 can't be used: ECONNREFUSED/,
    /NO_PROXY/,
  ],
  [behind({ code: 'ENOTFOUND', hostname: 'proxy.corp' }), 'proxy', /ENOTFOUND/, /HTTPS_PROXY/],
  [behind({}, 'Proxy timeout'), 'proxy', /Proxy timeout/, /HTTPS_PROXY/],
  [behind({}, 'Bad response: 407'), 'proxy', /user and password/, /USER:PASSWORD/],
  [behind({}, 'Bad response: 502'), 'proxy', /refuses the connection \(status 502\)/, /NO_PROXY/],
  [
    behind({ code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    'tls',
    /the proxy http:\/\/proxy\.corp:3128's/,
    /AWS_CA_BUNDLE/,
  ],
  [
    failed({ $metadata: { httpStatusCode: 200 } }, 'Unexpected token, "aoaSecret"'),
    'other',
    /^(?!.*aoaSecret).*HTTP 200.*did not come from AWS/,
    /log in first/,
  ],
  [failed({}), 'other', /Error: what node says/, /network/],
  ['a text', 'other', /a text/, /network/],
] as const)
  test(`${kind}: ${error instanceof Error ? `${JSON.stringify(error)} ${error.message}` : error}`, (t) => {
    const failure = describeNetworkFailure(error)
    t.is(failure.kind, kind)
    t.regex(failure.text, text)
    t.regex(failure.advice, advice)
    for (const line of [failure.text, failure.advice]) t.false(line.includes('undefined'), line)
  })
