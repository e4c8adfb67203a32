import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetRoleCredentialsCommand, SSOClient } from '@aws-sdk/client-sso'
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc'
import type { ExecutionContext } from 'ava'
import type { Emulator, EmulatorOptions } from '../server.ts'
import { startEmulator } from '../server.ts'
import type { Keys } from './signed-fetch.ts'

export const startUrl = 'https://example.awsapps.com/start'
export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code'

// Whenever a client is made, the SDK reads ~/.aws and, on Node 20, prints a warning. So set these variables first.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
const home = temporaryDirectory()
process.env.HOME = home
process.once('exit', () => rmSync(home, { recursive: true, force: true }))

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'tfsso-emulator-'))
}

/** The emulator stops when the test ends. The person has roles in two of the three accounts. */
export async function emulatorFor(
  t: ExecutionContext,
  options: Partial<EmulatorOptions> = {},
): Promise<Emulator> {
  const emulator = await startEmulator({
    startUrl,
    accounts: [
      {
        id: '111111111111',
        name: 'apps-prd',
        email: 'prd@example.com',
        roles: ['DevOps', 'Audit'],
      },
      { id: '222222222222', name: 'apps-dev', roles: ['DevOps'] },
      { id: '333333333333', name: 'security', roles: [] },
    ],
    buckets: { 'prd-state': '111111111111', 'dev-state': '222222222222' },
    approval: 'automatic',
    pollInterval: 0.01,
    ...options,
  })
  t.teardown(() => emulator.close())
  return emulator
}

export function oidcClient(emulator: Emulator): SSOOIDCClient {
  return new SSOOIDCClient({ endpoint: emulator.url, region: 'us-east-1', maxAttempts: 1 })
}

export function portalClient(emulator: Emulator): SSOClient {
  return new SSOClient({ endpoint: emulator.url, region: 'us-east-1', maxAttempts: 1 })
}

export async function startLogin(emulator: Emulator, client = oidcClient(emulator)) {
  const { clientId, clientSecret } = await client.send(
    new RegisterClientCommand({
      clientName: 'tests',
      clientType: 'public',
      scopes: ['sso:account:access'],
    }),
  )
  const registration = { clientId, clientSecret }
  const login = await client.send(
    new StartDeviceAuthorizationCommand({ ...registration, startUrl }),
  )
  const poll = () =>
    client.send(
      new CreateTokenCommand({
        ...registration,
        grantType: deviceCodeGrant,
        deviceCode: login.deviceCode,
      }),
    )
  const refresh = (refreshToken: string | undefined) =>
    client.send(
      new CreateTokenCommand({ ...registration, grantType: 'refresh_token', refreshToken }),
    )
  return { client, registration, login, poll, refresh }
}

export async function signIn(emulator: Emulator) {
  const start = await startLogin(emulator)
  const { accessToken = '', refreshToken } = await start.poll()
  return { ...start, accessToken, refreshToken }
}

export async function roleKeys(
  emulator: Emulator,
  accountId = '111111111111',
  roleName = 'DevOps',
): Promise<Required<Keys>> {
  const { accessToken } = await signIn(emulator)
  const command = new GetRoleCredentialsCommand({ accessToken, accountId, roleName })
  const { roleCredentials } = await portalClient(emulator).send(command)
  const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = roleCredentials ?? {}
  return { accessKeyId, secretAccessKey, sessionToken }
}
