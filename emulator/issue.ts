import { randomBytes, randomInt } from 'node:crypto'
import type { IssuedCredentials, State } from './state.ts'

/** Makes role credentials and adds them to `state.issued`. As at AWS, they expire at a whole second. */
export function issueCredentials(
  state: State,
  whose: Pick<IssuedCredentials, 'accountId' | 'role' | 'accessToken' | 'session' | 'partition'>,
  seconds: number,
): IssuedCredentials {
  const credentials: IssuedCredentials = {
    ...whose,
    accessKeyId: newAccessKeyId(),
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: `IQoJb3JpZ2luX2Vj${randomBytes(240).toString('base64')}`,
    expiration: Math.floor(state.now() / 1000 + seconds) * 1000,
  }
  state.issued.push(credentials)
  return credentials
}

/** `ASIA` and 16 base32 characters, as in AWS's temporary key ids. */
function newAccessKeyId(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return `ASIA${Array.from({ length: 16 }, () => alphabet.charAt(randomInt(32))).join('')}`
}
