import test from 'ava'
import { proxyFor } from '../../../lib/aws/proxy.ts'

const P = 'http://proxy.corp:3128'
const aws = 'https://portal.sso.us-east-1.amazonaws.com/federation/credentials'

for (const [url, env, expected] of [
  [aws, {}, undefined],
  [aws, { HTTPS_PROXY: P }, P],
  [aws, { https_proxy: P }, P],
  [aws, { HTTPS_PROXY: P, https_proxy: 'http://other:1' }, P],
  [aws, { HTTPS_PROXY: '', https_proxy: P }, P],
  [aws, { HTTPS_PROXY: 'proxy.corp:3128' }, P],
  [aws, { HTTP_PROXY: P }, undefined],
  [aws, { ALL_PROXY: P }, undefined],
  ['http://aws.corp:4566/', { HTTP_PROXY: P }, P],
  ['http://aws.corp:4566/', { http_proxy: P }, P],
  ['http://aws.corp:4566/', { HTTPS_PROXY: P }, undefined],
  // The proxy is not used for this machine's own addresses. 2001:db8::1 is not one of them.
  ['https://localhost:8443/', { HTTPS_PROXY: P }, undefined],
  ['http://127.0.0.1:4566/', { HTTP_PROXY: P }, undefined],
  ['http://127.1.2.3:4566/', { HTTP_PROXY: P }, undefined],
  ['http://[::1]:4566/', { HTTP_PROXY: P }, undefined],
  ['http://[2001:db8::1]:4566/', { HTTP_PROXY: P }, P],
] as const)
  test(`${url} with ${JSON.stringify(env)}`, (t) => {
    t.is(proxyFor(new URL(url), env), expected)
  })

for (const [NO_PROXY, url, excepted] of [
  ['*', aws, true],
  ['amazonaws.com', aws, true],
  ['.amazonaws.com', aws, true],
  ['*.amazonaws.com', aws, true],
  ['AMAZONAWS.COM', aws, true],
  ['a.example, amazonaws.com ,b.example', aws, true],
  ['portal.sso.us-east-1.amazonaws.com', aws, true],
  ['portal.sso.us-east-1.amazonaws.com:443', aws, true],
  ['portal.sso.us-east-1.amazonaws.com:8443', aws, false],
  ['amazonaws.com:443', aws, true],
  ['zonaws.com', aws, false],
  ['sso.us-east-1.amazonaws.co', aws, false],
  ['', aws, false],
  [',.,', aws, false],
  ['corp', 'https://corp/', true],
  ['.corp', 'https://corp/', false],
  ['10.0.0.0/8', 'https://10.1.2.3/', true],
  ['10.0.0.0/8', 'https://11.1.2.3/', false],
  ['10.0.0.0/8', 'https://ten.corp/', false],
  ['10.0.0.0/99', 'https://10.1.2.3/', false],
  ['10.1.2.3', 'https://10.1.2.3/', true],
  ['10.1.2.3:8443', 'https://10.1.2.3:8443/', true],
  ['10.1.2.3:8443', 'https://10.1.2.3/', false],
  ['2.3', 'https://10.1.2.3/', false],
  ['2001:db8::1', 'https://[2001:db8::1]/', true],
  ['[2001:db8::1]:443', 'https://[2001:db8::1]/', true],
  ['2001:0DB8:0:0::1', 'https://[2001:db8::1]/', true],
  ['[2001:0db8::0:1]:443', 'https://[2001:db8::1]/', true],
  ['2001:db8::2', 'https://[2001:db8::1]/', false],
  ['2001:db8::/32', 'https://[2001:db8::1]/', true],
  ['2001:db8::/32', 'https://10.1.2.3/', false],
] as const)
  test(`NO_PROXY=${NO_PROXY} ${excepted ? 'excepts' : 'does not except'} ${url}`, (t) => {
    t.is(proxyFor(new URL(url), { HTTPS_PROXY: P, NO_PROXY }), excepted ? undefined : P)
    t.is(proxyFor(new URL(url), { HTTPS_PROXY: P, no_proxy: NO_PROXY }), excepted ? undefined : P)
  })
