import {
  CreateTokenCommand,
  RegisterClientCommand,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import test from 'ava'
import { deviceCodeGrant, emulatorFor, oidcClient, signIn, startLogin, startUrl } from './rig.ts'

test('a device login works, from registration to token', async (t) => {
  const emulator = await emulatorFor(t, { pollInterval: 600, approval: 'page' })
  const before = Math.floor(Date.now() / 1000)
  const registered = await oidcClient(emulator).send(
    new RegisterClientCommand({ clientName: 'tests', clientType: 'public' }),
  )
  t.true((registered.clientIdIssuedAt ?? 0) >= before)
  t.is(registered.clientSecretExpiresAt, (registered.clientIdIssuedAt ?? 0) + 90 * 86_400)

  const { login, poll } = await startLogin(emulator)
  t.regex(login.userCode ?? '', /^[A-Z]{4}-[A-Z]{4}$/)
  t.is(login.verificationUri, `${emulator.url}/device`)
  t.is(login.verificationUriComplete, `${emulator.url}/device?user_code=${login.userCode}`)
  t.is(login.expiresIn, 600)
  t.is(login.interval, 600)
  await t.throwsAsync(poll(), { name: 'AuthorizationPendingException' })
  await t.throwsAsync(poll(), { name: 'SlowDownException' })

  emulator.settings.pollInterval = 0.01
  emulator.approve(login.userCode)
  const token = await poll()
  t.like(token, { tokenType: 'Bearer', expiresIn: 3600 })
  t.truthy(token.accessToken)
  t.truthy(token.refreshToken)
  await t.throwsAsync(poll(), { name: 'InvalidGrantException' }, 'a code is redeemed once')
  t.deepEqual(emulator.counts(), {
    RegisterClient: 2,
    StartDeviceAuthorization: 1,
    CreateToken: 4,
    'CreateToken:device_code': 4,
  })
})

test('errors have the same headers and body as at AWS', async (t) => {
  const emulator = await emulatorFor(t, { approval: 'page' })
  const { registration, login } = await startLogin(emulator)
  const answer = await fetch(`${emulator.url}/token`, {
    method: 'POST',
    body: JSON.stringify({
      ...registration,
      grantType: deviceCodeGrant,
      deviceCode: login.deviceCode,
    }),
  })
  t.is(answer.status, 400)
  t.is(
    answer.headers.get('x-amzn-errortype'),
    'AuthorizationPendingException:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/',
  )
  t.deepEqual(await answer.json(), {
    error: 'authorization_pending',
    error_description: 'Authorization is pending',
  })
})

test('the person or the emulator can deny a login', async (t) => {
  const emulator = await emulatorFor(t, { approval: 'page' })
  const { poll, login } = await startLogin(emulator)
  emulator.deny(login.userCode)
  await t.throwsAsync(poll(), { name: 'AccessDeniedException' })
  emulator.settings.approval = 'deny'
  await t.throwsAsync((await startLogin(emulator)).poll(), { name: 'AccessDeniedException' })
})

test('a device code expires by AWS’s clock, which can be hours ahead', async (t) => {
  const emulator = await emulatorFor(t, { approval: 'page', clockOffsetMs: 7_200_000 })
  const { poll } = await startLogin(emulator)
  await t.throwsAsync(poll(), { name: 'AuthorizationPendingException' })
  emulator.settings.clockOffsetMs += 601_000
  await t.throwsAsync(poll(), { name: 'ExpiredTokenException' })
  const date = (await fetch(emulator.url)).headers.get('date') ?? ''
  t.true(Math.abs(Date.parse(date) - Date.now() - 7_801_000) < 5000)
})

test('a refresh token works once, and only until the portal session ends', async (t) => {
  const emulator = await emulatorFor(t)
  const { refresh, refreshToken } = await signIn(emulator)
  const second = await refresh(refreshToken)
  t.not(second.refreshToken, refreshToken)
  await t.throwsAsync(refresh(refreshToken), { name: 'InvalidGrantException' })
  emulator.settings.refreshTokens = false
  const third = await refresh(second.refreshToken)
  t.is(third.refreshToken, undefined)
  t.is(emulator.count('CreateToken:refresh_token'), 3)

  emulator.settings.refreshTokens = true
  const late = await signIn(emulator)
  emulator.settings.clockOffsetMs = 28_801_000
  await t.throwsAsync(late.refresh(late.refreshToken), { name: 'InvalidGrantException' })
  emulator.settings.clockOffsetMs = 0
  emulator.revokeSessions()
  await t.throwsAsync(late.refresh(late.refreshToken), { name: 'InvalidGrantException' })
})

test('another client cannot use a refresh token', async (t) => {
  const emulator = await emulatorFor(t)
  const { refreshToken } = await signIn(emulator)
  const other = await signIn(emulator)
  await t.throwsAsync(other.refresh(refreshToken), { name: 'InvalidGrantException' })
})

const registrations: [
  what: string,
  error: string,
  command: Partial<RegisterClientCommand['input']>,
][] = [
  ['a client that is not public', 'InvalidClientMetadataException', { clientType: 'private' }],
  ['an unknown grant type', 'UnsupportedGrantTypeException', { grantTypes: ['password'] }],
  ['an unknown scope', 'InvalidScopeException', { scopes: ['everything'] }],
  [
    'a redirect URI that is not on loopback',
    'InvalidRedirectUriException',
    { redirectUris: ['https://example.com/oauth/callback'] },
  ],
  ['another issuer', 'InvalidRequestException', { issuerUrl: 'https://other.awsapps.com/start' }],
  [
    'the grant types of both ways to log in',
    'InvalidScopeException',
    {
      grantTypes: ['authorization_code', deviceCodeGrant],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
    },
  ],
]

for (const [what, name, command] of registrations) {
  test(`registration refuses ${what}`, async (t) => {
    const client = oidcClient(await emulatorFor(t))
    const input = { clientName: 'tests', clientType: 'public', ...command }
    await t.throwsAsync(client.send(new RegisterClientCommand(input)), { name })
  })
}

test('an unknown, wrong or expired client is refused', async (t) => {
  const emulator = await emulatorFor(t)
  const { client, registration } = await startLogin(emulator)
  const start = (input: object) =>
    client.send(new StartDeviceAuthorizationCommand({ ...registration, startUrl, ...input }))
  const invalid = await t.throwsAsync(start({ clientSecret: 'wrong' }), {
    name: 'InvalidClientException',
  })
  t.like(invalid, {
    $metadata: { httpStatusCode: 401 },
    error_description: 'Invalid client provided',
  })
  await t.throwsAsync(start({ clientId: 'nobody' }), { name: 'InvalidClientException' })
  await t.throwsAsync(start({ startUrl: 'https://other.awsapps.com/start' }), {
    name: 'InvalidRequestException',
  })
  await t.notThrowsAsync(start({ startUrl: `${startUrl}/#/` }))
  emulator.settings.clockOffsetMs = 91 * 86_400_000
  await t.throwsAsync(start({}), { name: 'InvalidClientException' })
})

test('a client can use only the grant types that it registered for', async (t) => {
  const emulator = await emulatorFor(t)
  const client = oidcClient(emulator)
  const { clientId, clientSecret } = await client.send(
    new RegisterClientCommand({
      clientName: 'tests',
      clientType: 'public',
      grantTypes: ['authorization_code'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
    }),
  )
  const token = (input: object) =>
    client.send(new CreateTokenCommand({ clientId, clientSecret, grantType: '', ...input }))
  const unauthorized = { name: 'UnauthorizedClientException' }
  await t.throwsAsync(token({ grantType: 'refresh_token', refreshToken: 'x' }), unauthorized)
  await t.throwsAsync(token({ grantType: deviceCodeGrant, deviceCode: 'x' }), unauthorized)
  await t.throwsAsync(token({ grantType: 'password' }), { name: 'UnsupportedGrantTypeException' })
  await t.throwsAsync(
    client.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl })),
    unauthorized,
  )
  await t.throwsAsync(token({ grantType: 'authorization_code', code: 'x' }), {
    name: 'InvalidRequestException',
  })
})
