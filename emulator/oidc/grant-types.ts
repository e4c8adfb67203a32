import type { Client } from '../state.ts'

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code'
export const refreshTokenGrant = 'refresh_token'
export const authorizationCodeGrant = 'authorization_code'

export const grantTypes: readonly string[] = [
  deviceCodeGrant,
  refreshTokenGrant,
  authorizationCodeGrant,
]

/** A client that registered no grant types can use those of a device login: device code and refresh token. */
export function mayUse(client: Client, grant: string): boolean {
  if (client.grantTypes.length === 0) return grant !== authorizationCodeGrant
  return client.grantTypes.includes(grant)
}
