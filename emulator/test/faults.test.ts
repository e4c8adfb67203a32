import { GetRoleCredentialsCommand, ListAccountsCommand } from '@aws-sdk/client-sso'
import test from 'ava'
import { startEmulator } from '../server.ts'
import { emulatorFor, portalClient, signIn, startLogin, startUrl } from './rig.ts'

test('an operation fails as often as the fault says, then works', async (t) => {
  const emulator = await emulatorFor(t)
  const { accessToken } = await signIn(emulator)
  const list = () => portalClient(emulator).send(new ListAccountsCommand({ accessToken }))
  emulator.fault({ operation: 'ListAccounts', status: 429, times: 2 })
  await t.throwsAsync(list(), { name: 'TooManyRequestsException' })
  await t.throwsAsync(list(), { name: 'TooManyRequestsException' })
  await t.notThrowsAsync(list())
  t.is(emulator.count('ListAccounts'), 3)
  t.deepEqual(
    emulator.calls.slice(-3).map(({ status }) => status),
    [429, 429, 200],
  )
})

test('a fault can answer with any status, headers and body, after a delay', async (t) => {
  const emulator = await emulatorFor(t)
  emulator.fault({
    operation: '*',
    status: 502,
    body: '<html>proxy</html>',
    headers: { 'content-type': 'text/html' },
    delayMs: 150,
  })
  const before = Date.now()
  const answer = await fetch(`${emulator.url}/device`)
  t.is(answer.status, 502)
  t.is(await answer.text(), '<html>proxy</html>')
  t.is(answer.headers.get('content-type'), 'text/html')
  t.true(Date.now() - before >= 145)
})

test('a fault can reset the connection, cut off the answer, or give no answer', async (t) => {
  const emulator = await emulatorFor(t)
  const { accessToken } = await signIn(emulator)
  const get = () =>
    portalClient(emulator).send(
      new GetRoleCredentialsCommand({ accessToken, accountId: '111111111111', roleName: 'DevOps' }),
    )
  emulator.fault({ operation: 'GetRoleCredentials', reset: true })
  await t.throwsAsync(get(), { code: 'ECONNRESET' })
  t.is(emulator.issued.length, 0)
  emulator.fault({ operation: 'GetRoleCredentials', truncate: true })
  await t.throwsAsync(get())
  t.is(emulator.issued.length, 1, 'it did as asked, but the answer was lost')
  emulator.fault({ operation: 'GetRoleCredentials', hang: true })
  const before = emulator.calls.length
  const controller = new AbortController()
  const request = fetch(`${emulator.url}/federation/credentials`, {
    signal: controller.signal,
  })
  while (emulator.calls.length === before) await new Promise((resolve) => setTimeout(resolve, 5))
  controller.abort()
  t.is(await request.catch((error) => error.name), 'AbortError')
  t.is(emulator.calls.at(-1)?.status, 0)
})

test('a fault can make the answer hang halfway, or change its fields', async (t) => {
  const emulator = await emulatorFor(t)
  const { accessToken } = await signIn(emulator)
  const headers = { 'x-amz-sso_bearer_token': accessToken }
  const get = (signal?: AbortSignal) =>
    fetch(
      `${emulator.url}/federation/credentials?account_id=111111111111&role_name=DevOps`,
      signal ? { headers, signal } : { headers },
    )
  emulator.fault({ operation: 'GetRoleCredentials', stall: true })
  const controller = new AbortController()
  const stalled = await get(controller.signal)
  t.is(stalled.status, 200)
  const reader = stalled.body?.getReader()
  const first = new TextDecoder().decode((await reader?.read())?.value)
  t.throws(() => JSON.parse(first))
  const rest = reader?.read()
  controller.abort()
  t.is(await rest?.catch((error) => error.name), 'AbortError')
  const fields = { sessionToken: null, expiration: 'soon' }
  emulator.fault({ operation: 'GetRoleCredentials', fields })
  const { roleCredentials } = (await (await get()).json()) as Record<string, object>
  t.deepEqual(Object.keys(roleCredentials ?? {}), ['accessKeyId', 'secretAccessKey', 'expiration'])
  t.like(roleCredentials, { expiration: 'soon' })
})

test('a fault for one grant type does not affect other grant types', async (t) => {
  const emulator = await emulatorFor(t)
  emulator.fault({ operation: 'CreateToken:refresh_token', status: 500 })
  const { refresh, refreshToken } = await signIn(emulator)
  await t.throwsAsync(refresh(refreshToken), { name: 'InternalServerException' })
  await t.notThrowsAsync(refresh(refreshToken))
})

test('closing the emulator ends requests that hang or wait for a delay', async (t) => {
  const emulator = await startEmulator({ startUrl, accounts: [] })
  emulator.fault({ operation: 'DevicePage', hang: true })
  emulator.fault({ operation: 'DevicePage', delayMs: 60_000 })
  const requests = [1, 2].map(() => t.throwsAsync(fetch(`${emulator.url}/device`)))
  while (emulator.count('DevicePage') < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  await emulator.close()
  await emulator.close()
  await Promise.all(requests)
})

test('an emulator has its own copy of the settings, and env() has its address', async (t) => {
  const accounts = [{ id: '111111111111', name: 'a', roles: ['DevOps'] }]
  const emulator = await emulatorFor(t, { accounts })
  emulator.settings.accounts.pop()
  t.is(accounts.length, 1)
  t.deepEqual(emulator.env(), {
    AWS_ENDPOINT_URL: emulator.url,
    AWS_EC2_METADATA_DISABLED: 'true',
  })
  t.regex(emulator.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  await t.notThrowsAsync(startLogin(emulator))
  t.is((await fetch(`${emulator.url}/nothing`)).status, 404)
})
