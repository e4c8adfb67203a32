import fs from 'node:fs'
import type { World } from './world.ts'

/** Keys that a person has got without tfsso. */
export interface OwnKeys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
}

let made = 0

/** The emulator accepts the new keys for an hour. */
export function issueKeys({ emulator }: World, accountId: string, role: string): OwnKeys {
  made += 1
  const keys = {
    accessKeyId: `ASIAOWNKEYS${String(made).padStart(9, '0')}`,
    secretAccessKey: `own-secret-${made}`,
    sessionToken: `own-token-${made}`,
  }
  const expiration = Date.now() + 3600_000
  emulator.issued.push({ ...keys, accountId, role, expiration, accessToken: 'none' })
  return keys
}

/** Lines of an AWS config or credentials file. */
export function asSettings({ accessKeyId, secretAccessKey, sessionToken }: OwnKeys): string {
  return `aws_access_key_id = ${accessKeyId}
aws_secret_access_key = ${secretAccessKey}
aws_session_token = ${sessionToken}
`
}

export function asVariables(keys: OwnKeys): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
  }
}

export function writeAwsFile({ home }: World, name: 'config' | 'credentials', text: string): void {
  fs.mkdirSync(`${home}/.aws`, { recursive: true })
  fs.writeFileSync(`${home}/.aws/${name}`, text)
}
