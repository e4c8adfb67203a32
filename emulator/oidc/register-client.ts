import { AwsError } from '../aws-error.ts'
import { type Answer, json, type Request } from '../http-message.ts'
import { randomToken, type State } from '../state.ts'
import { authorizationCodeGrant, deviceCodeGrant, grantTypes } from './grant-types.ts'
import { invalidRequest, jsonBody, optionalList, required } from './request-body.ts'
import { sameStartUrl } from './start-url.ts'

/** The only accepted redirect URI: that of a native client, without a port (RFC 8252, 7.3). */
const loopbackRedirect = 'http://127.0.0.1/oauth/callback'

/** The portal's scope, and one that editors use. */
const knownScopes = ['sso:account:access', 'codewhisperer:completions']

/** POST /client/register */
export function registerClient(state: State, request: Request): Answer {
  const body = jsonBody(request)
  const name = required(body, 'clientName')
  if (required(body, 'clientType') !== 'public') {
    throw new AwsError(400, 'InvalidClientMetadataException', 'Invalid client type')
  }
  const registration = {
    scopes: optionalList(body, 'scopes'),
    grantTypes: optionalList(body, 'grantTypes'),
    redirectUris: optionalList(body, 'redirectUris'),
  }
  checkGrants(registration)
  if (typeof body.issuerUrl === 'string' && !sameStartUrl(body.issuerUrl, state.settings.startUrl))
    throw invalidRequest('Invalid issuer URL')

  const client = {
    id: `${randomToken(16)}${Buffer.from(state.settings.region).toString('base64url')}`,
    secret: `eyJraWQiOiJrZXktMTU2NDAyODA5OSIsImFsZyI6IkhTMzg0In0.${randomToken(96)}.${randomToken(48)}`,
    name,
    ...registration,
    expiresAt: state.now() + state.settings.registrationSeconds * 1000,
  }
  state.clients.set(client.id, client)
  return json({
    clientId: client.id,
    clientIdIssuedAt: Math.floor(state.now() / 1000),
    clientSecret: client.secret,
    clientSecretExpiresAt: Math.floor(client.expiresAt / 1000),
    authorizationEndpoint: null,
    tokenEndpoint: null,
  })
}

function checkGrants(asked: { scopes: string[]; grantTypes: string[]; redirectUris: string[] }) {
  if (asked.grantTypes.some((grant) => !grantTypes.includes(grant))) {
    throw new AwsError(400, 'UnsupportedGrantTypeException', 'Unsupported grant type')
  }
  if (asked.redirectUris.some((uri) => uri !== loopbackRedirect)) {
    throw new AwsError(400, 'InvalidRedirectUriException', 'Invalid redirect URI')
  }
  const interactive = asked.grantTypes.includes(authorizationCodeGrant)
  if (interactive && asked.redirectUris.length === 0) {
    throw new AwsError(400, 'InvalidRedirectUriException', 'A redirect URI is required')
  }
  // At AWS a client can't use both kinds of login (authorization code and device code). These issues show AWS's errors:
  // aws-sso-cli#1359 (InvalidScopeException), mairu#18 (status 500).
  const mixed = interactive && asked.grantTypes.includes(deviceCodeGrant)
  if (mixed || asked.scopes.some((scope) => !knownScopes.includes(scope))) {
    throw new AwsError(400, 'InvalidScopeException', 'Invalid scope requested')
  }
}
