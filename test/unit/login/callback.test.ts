import { createHash } from 'node:crypto'
import test from 'ava'
import { readCallback, readPastedUrl } from '../../../lib/login/callback.ts'
import { callbackPage, type PageKind } from '../../../lib/login/callback-page.ts'

const state = '0b9d7a1e-7d9c-4a8e-9f0a-3c1f0f2f6f5e'

for (const [query, expected] of [
  [`code=abc&state=${state}`, { code: 'abc' }],
  [`state=${state}&code=a%2Bb&more=1`, { code: 'a+b' }],
  [`error=access_denied&state=${state}`, { error: 'access_denied' }],
  [`error=<b>&state=${state}`, { error: 'unknown error' }],
  [`error=&state=${state}`, { error: 'unknown error' }],
  ['code=abc', undefined],
  ['error=access_denied', undefined],
  ['code=abc&state=', undefined],
  [`code=abc&state=${state.slice(1)}`, undefined],
  [`code=abc&state=${state.toUpperCase()}`, undefined],
  [`code=abc&state=${state}&state=${state}`, undefined],
  [`code=abc&code=abd&state=${state}`, undefined],
  [`code=&state=${state}`, undefined],
  [`code=abc&error=access_denied&state=${state}`, undefined],
  [`state=${state}`, undefined],
  ['', undefined],
] as const) {
  test(`the answer in a redirect with ${query || 'an empty query'}`, (t) => {
    t.deepEqual(readCallback(new URLSearchParams(query), state), expected)
  })
}

const redirectUri = 'http://127.0.0.1:4321/oauth/callback'

for (const [text, expected] of [
  [`${redirectUri}?code=a&state=b`, 'code=a&state=b'],
  [`  ${redirectUri}?code=a&state=b\r`, 'code=a&state=b'],
  ['127.0.0.1:4321/oauth/callback?code=a', 'code=a'],
  [`${redirectUri}?code=a#fragment`, 'code=a'],
  ['http://127.0.0.1:4322/oauth/callback?code=a', undefined],
  ['https://127.0.0.1:4321/oauth/callback?code=a', undefined],
  ['http://127.0.0.1:4321/oauth/callback/x?code=a', undefined],
  ['http://127.0.0.1:4321@example.com/oauth/callback?code=a', undefined],
  ['yes', undefined],
  ['http://', undefined],
] as const) {
  test(`whether a pasted text is the redirect: ${JSON.stringify(text)}`, (t) => {
    t.is(readPastedUrl(text, redirectUri)?.toString(), expected)
  })
}

const kinds: PageKind[] = [
  'logged in',
  'denied',
  'failed',
  'stray',
  'answered',
  'not found',
  'wrong method',
  'wrong host',
]

for (const kind of kinds) {
  test(`the page for «${kind}» has no script, and all texts in it are escaped`, (t) => {
    const hostile = `"><script>alert('x')</script>&`
    const { body, headers } = callbackPage(kind, { name: hostile, startUrl: hostile })
    t.notRegex(body, /<script|alert\('|javascript:|\son\w+=/i)
    t.regex(body, /^<!doctype html>\n<html lang="en">/)
    t.regex(body, /<title>[^<]+<\/title>/)
    t.is(body.match(/<h1>/g)?.length, 1)
    const policy = headers['content-security-policy'] ?? ''
    t.true(policy.startsWith("default-src 'none'; "))
    t.notRegex(policy, /unsafe|script-src|\*/)
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    t.true(policy.includes(`'sha256-${hash}'`), 'the style that it has is the one allowed')
    t.regex(style, /color-scheme: light dark/)
    t.is(headers['cache-control'], 'no-store')
  })
}

test('the page names the session and the portal, and says what to do', (t) => {
  const session = { name: 'bb', startUrl: 'https://example.awsapps.com/start' }
  const text = (kind: PageKind) => callbackPage(kind, session).body
  for (const kind of ['logged in', 'denied', 'failed'] as const) {
    t.true(text(kind).includes('<dd>bb</dd>'))
    t.true(text(kind).includes('<dd>https://example.awsapps.com/start</dd>'))
    t.regex(text(kind), /You can close this tab/)
  }
  t.regex(text('denied'), /run <code>tfsso login<\/code>/)
  t.regex(text('failed'), /Your terminal says why/)
})
