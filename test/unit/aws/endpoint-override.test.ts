import test from 'ava'
import { endpointInForce } from '../../../lib/aws/endpoint-override.ts'
import type { Problem } from '../../../lib/text/problem.ts'

const all = 'http://127.0.0.1:1'
const own = 'http://127.0.0.1:2'

for (const [env, sso, oidc] of [
  [{}, undefined, undefined],
  [{ AWS_ENDPOINT_URL: all }, all, all],
  [{ AWS_ENDPOINT_URL: '' }, undefined, undefined],
  [{ AWS_ENDPOINT_URL_SSO: own }, own, undefined],
  [{ AWS_ENDPOINT_URL: all, AWS_ENDPOINT_URL_SSO_OIDC: own }, all, own],
  [{ AWS_ENDPOINT_URL: all, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, undefined, undefined],
  [{ AWS_ENDPOINT_URL: all, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' }, all, all],
] as const) {
  test(`the endpoints in force with ${JSON.stringify(env)}`, (t) => {
    t.deepEqual([endpointInForce(env, 'SSO'), endpointInForce(env, 'SSO_OIDC')], [sso, oidc])
  })
}

for (const value of [
  'localhost',
  'localhost:8080',
  'http://',
  'ftp://127.0.0.1',
  'http://127.0.0.1:99999',
]) {
  test(`an invalid endpoint URL: ${value}`, (t) => {
    const error = t.throws(() => endpointInForce({ AWS_ENDPOINT_URL_SSO: value }, 'SSO'))
    t.is((error as Problem).code, 78)
    t.true(error?.message.includes('AWS_ENDPOINT_URL_SSO'))
  })
}
