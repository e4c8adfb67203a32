import { createHash, randomBytes } from 'node:crypto'
import { CreateTokenCommand, RegisterClientCommand } from '@aws-sdk/client-sso-oidc'
import test from 'ava'
import type { Emulator } from '../server.ts'
import { emulatorFor, oidcClient, startUrl } from './rig.ts'

const redirectUri = 'http://127.0.0.1:54321/oauth/callback'
const codeVerifier = randomBytes(48).toString('base64url')

async function begin(emulator: Emulator, changes: Record<string, string> = {}) {
  const client = oidcClient(emulator)
  const { clientId = '', clientSecret } = await client.send(
    new RegisterClientCommand({
      clientName: 'tests <b>',
      clientType: 'public',
      scopes: ['sso:account:access'],
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: startUrl,
    }),
  )
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'a state & more',
    code_challenge_method: 'S256',
    scopes: 'sso:account:access',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    ...changes,
  })
  const answer = await fetch(`${emulator.url}/authorize?${query}`, { redirect: 'manual' })
  const redeem = (input: object) =>
    client.send(
      new CreateTokenCommand({
        clientId,
        clientSecret,
        grantType: 'authorization_code',
        redirectUri,
        codeVerifier,
        ...input,
      }),
    )
  return { answer, redeem }
}

/** The query with which the emulator sends the browser back to the client. */
function back(answer: Response): Record<string, string> {
  const location = new URL(answer.headers.get('location') ?? '')
  return Object.fromEntries(location.searchParams)
}

test('a code can be redeemed with its verifier, but only once', async (t) => {
  const emulator = await emulatorFor(t)
  const { answer, redeem } = await begin(emulator)
  t.is(answer.status, 302)
  t.true(answer.headers.get('location')?.startsWith(`${redirectUri}?`))
  const { code, state } = back(answer)
  t.is(state, 'a state & more')
  const token = await redeem({ code })
  t.truthy(token.accessToken)
  t.truthy(token.refreshToken)
  await t.throwsAsync(redeem({ code }), { name: 'InvalidGrantException' })
  t.is(emulator.count('CreateToken:authorization_code'), 2)
})

test('a wrong verifier, a wrong redirect URI and a code older than a minute are refused', async (t) => {
  const emulator = await emulatorFor(t)
  const refused = { name: 'InvalidGrantException' }
  const first = await begin(emulator)
  await t.throwsAsync(first.redeem({ ...back(first.answer), codeVerifier: 'wrong' }), refused)
  await t.throwsAsync(first.redeem(back(first.answer)), refused, 'a failed attempt spends the code')
  const second = await begin(emulator)
  const elsewhere = { redirectUri: 'http://127.0.0.1:1/oauth/callback' }
  await t.throwsAsync(second.redeem({ ...back(second.answer), ...elsewhere }), refused)
  const third = await begin(emulator)
  emulator.settings.clockOffsetMs = 61_000
  await t.throwsAsync(third.redeem(back(third.answer)), refused)
})

test('the page asks, and the person’s answer allows or denies the login', async (t) => {
  const emulator = await emulatorFor(t, { approval: 'page' })
  for (const choice of ['allow', 'deny']) {
    const { answer, redeem } = await begin(emulator)
    const html = await answer.text()
    t.true(html.includes('tests &#60;b&#62;'))
    t.false(html.includes('<b>'))
    const authorization = /name="authorization" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const post = () =>
      fetch(`${emulator.url}/authorize`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ authorization, answer: choice }),
      })
    const answered = await post()
    if (choice === 'deny') {
      t.deepEqual(back(answered), { error: 'access_denied', state: 'a state & more' })
    } else {
      t.truthy((await redeem(back(answered))).accessToken)
    }
    t.is((await post()).status, 400)
  }
})

test('an error is sent back only to a client that can be trusted', async (t) => {
  const emulator = await emulatorFor(t, { approval: 'deny' })
  const error = async (changes: Record<string, string>) =>
    back((await begin(emulator, changes)).answer).error
  t.is(await error({}), 'access_denied')
  t.is(await error({ response_type: 'token' }), 'unsupported_response_type')
  t.is(await error({ code_challenge_method: 'plain' }), 'invalid_request')
  t.is(await error({ code_challenge: 'short' }), 'invalid_request')
  t.is(await error({ scopes: 'everything' }), 'invalid_scope')
  for (const changes of [
    { client_id: 'nobody' },
    { redirect_uri: 'https://example.com/oauth/callback' },
    { redirect_uri: 'http://127.0.0.1:80@example.com/oauth/callback' },
    { redirect_uri: 'http://127.0.0.1:80/elsewhere' },
  ]) {
    const { answer } = await begin(emulator, changes)
    t.is(answer.status, 400)
    t.is(answer.headers.get('location'), null)
  }
})
