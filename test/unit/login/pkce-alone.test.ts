import path from 'node:path'
import test from 'ava'
import { startEmulator } from '../../../emulator/server.ts'
import { Aws } from '../../../lib/aws/clients.ts'
import { AwsClock } from '../../../lib/aws/clock.ts'
import { authorizeUrl, logInByPkce, NoPort } from '../../../lib/login/pkce.ts'
import { describeSession } from '../../../lib/session/session.ts'
import { Problem } from '../../../lib/text/problem.ts'
import { redirectOf } from '../../rig/browser.ts'
import { temporary } from '../../rig/install.ts'
import { startUrl } from '../../rig/project.ts'

// logInByPkce alone: hosts, state and verifier, and logins that fail or that nobody answers.

const directory = temporary('tfsso-pkce-')
process.env.HOME = directory
const clock = new AwsClock(directory)
const session = describeSession('bb', startUrl, 'us-east-1', {
  tokenCache: path.join(directory, 'cache'),
})

for (const [region, host] of [
  ['us-east-1', 'oidc.us-east-1.amazonaws.com'],
  ['cn-north-1', 'oidc.cn-north-1.amazonaws.com.cn'],
  ['us-gov-west-1', 'oidc.us-gov-west-1.amazonaws.com'],
  ['us-iso-east-1', 'oidc.us-iso-east-1.c2s.ic.gov'],
] as const) {
  test.serial(`the login in ${region} uses ${host}`, async (t) => {
    delete process.env.AWS_ENDPOINT_URL
    const aws = new Aws(region, clock, { env: process.env })
    const { RegisterClientCommand } = await import('@aws-sdk/client-sso-oidc')
    const client = await aws.oidc()
    const stop = () => async () => {
      throw new Error('nothing is sent')
    }
    client.middlewareStack.add(stop, { step: 'finalizeRequest', priority: 'high' })
    const command = new RegisterClientCommand({ clientName: 'tests', clientType: 'public' })
    await t.throwsAsync(client.send(command), { message: 'nothing is sent' })
    const url = new URL(authorizeUrl(aws.endpoints.oidc?.href ?? '', { state: 'a b&c' }))
    t.is(url.origin, `https://${host}`)
    t.is(url.pathname, '/authorize')
    t.is(url.searchParams.get('state'), 'a b&c')
  })
}

test('the endpoint of a login can have a path', (t) => {
  t.regex(authorizeUrl('http://127.0.0.1:1/aws/', {}), /^http:\/\/127\.0\.0\.1:1\/aws\/authorize\?/)
})

test.serial('a login that nobody answers ends in time, and closes its port', async (t) => {
  const emulator = await startEmulator({ startUrl, accounts: [] })
  t.teardown(() => emulator.close())
  process.env.AWS_ENDPOINT_URL = emulator.url
  const aws = new Aws('us-east-1', clock, { env: process.env })
  let shown = ''
  const login = logInByPkce(aws, clock, session, {
    env: process.env,
    validMs: 200,
    invite: ({ url, validMs }) => {
      t.is(validMs, 200)
      shown = url
    },
  })
  const problem = await t.throwsAsync(login, { instanceOf: Problem })
  t.is(problem.code, 77)
  t.regex(problem.message, /was not answered in time/)
  await t.throwsAsync(fetch(new URL(shown).searchParams.get('redirect_uri') ?? ''))
})

test.serial('each login has a new state and a new verifier', async (t) => {
  const emulator = await startEmulator({ startUrl, accounts: [], approval: 'automatic' })
  t.teardown(() => emulator.close())
  process.env.AWS_ENDPOINT_URL = emulator.url
  const aws = new Aws('us-east-1', clock, { env: process.env })
  const seen: string[] = []
  for (let login = 0; login < 2; login++) {
    const token = await logInByPkce(aws, clock, session, {
      env: process.env,
      invite: ({ url }) => {
        const { searchParams } = new URL(url)
        seen.push(searchParams.get('state') ?? '', searchParams.get('code_challenge') ?? '')
        void redirectOf(url).then((address) => fetch(address))
      },
    })
    t.truthy(token.accessToken)
  }
  t.is(new Set(seen).size, 4)
})

test.serial('if no port can be opened, login throws NoPort, and AWS gets no request', async (t) => {
  const login = logInByPkce(new Aws('us-east-1', clock, { env: process.env }), clock, session, {
    env: {},
    invite: () => t.fail(),
    listen: () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })),
  })
  await t.throwsAsync(login, { instanceOf: NoPort, message: 'EACCES' })
})

test.serial('nobody is sent to an http endpoint that the environment does not name', async (t) => {
  const emulator = await startEmulator({ startUrl, accounts: [], approval: 'automatic' })
  t.teardown(() => emulator.close())
  const aws = new Aws('us-east-1', clock, { env: process.env })
  process.env.AWS_ENDPOINT_URL = emulator.url
  const login = logInByPkce(aws, clock, session, { env: {}, invite: () => t.fail() })
  t.is((await t.throwsAsync(login, { instanceOf: Problem })).code, 77)
})
