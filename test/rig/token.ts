import fs from 'node:fs'
import path from 'node:path'
import { formatExpiry, parseToken, type Token, tokenFileName } from '../../lib/session/token.ts'
import { temporary } from './install.ts'
import { startUrl } from './project.ts'
import type { World } from './world.ts'

export const longAgo = '2020-01-01T00:00:00Z'

/** `key`: the name of the session. */
export function tokenFile(world: World, key = 'bb'): string {
  return path.join(world.home, '.aws/sso/cache', tokenFileName(key))
}

export function tokenOf(world: World, key?: string): Token | undefined {
  const file = tokenFile(world, key)
  return fs.existsSync(file) ? parseToken(fs.readFileSync(file, 'utf8')) : undefined
}

/** Changes the token's file, as another tool would. Without a token, makes an expired one. */
export function putToken(world: World, change: Partial<Token>, key?: string): void {
  const plain = { startUrl, region: 'us-east-1', accessToken: 'aoaDead', expiresAt: longAgo }
  const token = { ...plain, ...tokenOf(world, key), ...change }
  const file = tokenFile(world, key)
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  fs.writeFileSync(file, JSON.stringify(token), { mode: 0o600 })
}

/** Everything that must never be shown: tokens, secrets, and all role credentials issued so far. */
export function secretsOf(world: World): string[] {
  const cache = path.join(world.home, '.aws/sso/cache')
  const tokens = fs.existsSync(cache)
    ? fs
        .readdirSync(cache)
        .filter((name) => name.endsWith('.json'))
        .map((name) => parseToken(fs.readFileSync(path.join(cache, name), 'utf8')))
    : []
  return [
    ...tokens.flatMap((token) => [token?.accessToken, token?.refreshToken, token?.clientSecret]),
    ...world.emulator.issued.flatMap(({ secretAccessKey, sessionToken, accessToken }) => [
      secretAccessKey,
      sessionToken,
      accessToken,
    ]),
  ].filter((secret): secret is string => secret !== undefined)
}

export function secretsShown(world: World, text: string): string[] {
  return secretsOf(world).filter((secret) => text.includes(secret))
}

/** Makes a program for BROWSER that does not end at once. `opened` returns the addresses so far. */
export function recordingBrowser(): { command: string; opened(): string[] } {
  // tfsso splits BROWSER at spaces, so this name must have none.
  const directory = temporary('tfsso-browser-')
  const command = path.join(directory, 'browser')
  const notes = path.join(directory, 'opened')
  fs.writeFileSync(command, `#!/bin/sh\necho "$@" >>${notes}\nexec sleep 20\n`, { mode: 0o755 })
  return {
    command,
    opened: () =>
      fs.existsSync(notes) ? fs.readFileSync(notes, 'utf8').split('\n').slice(0, -1) : [],
  }
}

/** Makes a session as another tool would: without tfsso, and without a terminal. */
export async function signIn(world: World, change: Partial<Token> = {}): Promise<void> {
  const { url, settings } = world.emulator
  const { startUrl } = settings
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })
    return (await answer.json()) as Record<string, string | number>
  }
  const { approval } = settings
  settings.approval = 'automatic'
  const client = await post('/client/register', {
    clientName: 'another tool',
    clientType: 'public',
    scopes: ['sso:account:access'],
  })
  const registration = {
    clientId: String(client.clientId),
    clientSecret: String(client.clientSecret),
  }
  const device = await post('/device_authorization', { ...registration, startUrl })
  const { deviceCode } = device
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
  const token = await post('/token', { ...registration, grantType, deviceCode })
  settings.approval = approval
  putToken(world, {
    startUrl,
    region: settings.region,
    ...registration,
    registrationExpiresAt: formatExpiry(Number(client.clientSecretExpiresAt) * 1000),
    accessToken: String(token.accessToken),
    expiresAt: formatExpiry(Date.now() + Number(token.expiresIn) * 1000),
    ...(token.refreshToken ? { refreshToken: String(token.refreshToken) } : {}),
    ...change,
  })
}
