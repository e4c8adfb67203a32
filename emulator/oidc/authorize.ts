import { type Answer, empty, formOf, type Request } from '../http-message.ts'
import { consentPage, resultPage } from '../page.ts'
import { type Authorization, type Client, randomToken, type State } from '../state.ts'
import { authorizationCodeGrant, mayUse } from './grant-types.ts'

/** ms */
const codeLife = 60_000
/** How long the person has to answer, in ms. */
const consentLife = 600_000

/** GET /authorize: the authorization code grant with PKCE (RFC 6749, 4.1 and RFC 7636). */
export function authorize(state: State, request: Request): Answer {
  const client = state.clients.get(request.query.get('client_id') ?? '')
  const redirectUri = request.query.get('redirect_uri') ?? ''
  // Never redirect for an unknown client or redirect URI (RFC 6749, 4.1.2.1).
  if (!client || client.expiresAt <= state.now()) {
    return resultPage('Invalid client', 'The client is not registered.', 400)
  }
  if (!client.redirectUris.includes(withoutPort(redirectUri))) {
    return resultPage('Invalid redirect', 'The redirect URI is not registered.', 400)
  }
  const oauthState = request.query.get('state') ?? ''
  const error = flaw(client, request.query)
  if (error) return redirect(redirectUri, { error, state: oauthState })

  const authorization: Authorization = {
    id: randomToken(),
    clientId: client.id,
    redirectUri,
    state: oauthState,
    codeChallenge: request.query.get('code_challenge') ?? '',
    expiresAt: state.now() + consentLife,
  }
  state.authorizations.push(authorization)
  const { approval } = state.settings
  if (approval !== 'page') return answer(state, authorization, approval === 'automatic')
  return consentPage({
    clientName: client.name,
    action: '/authorize',
    field: { name: 'authorization', value: authorization.id },
  })
}

/** POST /authorize */
export function answerAuthorizePage(state: State, request: Request): Answer {
  const form = formOf(request)
  const found = state.authorizations.find(({ id }) => id === form.get('authorization'))
  if (!found || found.code !== undefined || found.expiresAt <= state.now()) {
    return resultPage('Request expired', 'Start again from your terminal.', 400)
  }
  return answer(state, found, form.get('answer') === 'allow')
}

function answer(state: State, authorization: Authorization, allowed: boolean): Answer {
  const { redirectUri, state: oauthState } = authorization
  if (!allowed) {
    state.authorizations.splice(state.authorizations.indexOf(authorization), 1)
    return redirect(redirectUri, { error: 'access_denied', state: oauthState })
  }
  authorization.code = randomToken(48)
  authorization.expiresAt = state.now() + codeLife
  return redirect(redirectUri, { code: authorization.code, state: oauthState })
}

/** OAuth's error code; undefined for a valid request. */
function flaw(client: Client, query: URLSearchParams): string | undefined {
  if (query.get('response_type') !== 'code') return 'unsupported_response_type'
  if (!mayUse(client, authorizationCodeGrant)) return 'unauthorized_client'
  // A SHA-256 hash in base64url without padding (RFC 7636, 4.2).
  const challenge = query.get('code_challenge') ?? ''
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) {
    return 'invalid_request'
  }
  const scopes = (query.get('scopes') ?? '').split(' ').filter(Boolean)
  return scopes.every((scope) => client.scopes.includes(scope)) ? undefined : 'invalid_scope'
}

function redirect(uri: string, parameters: Record<string, string>): Answer {
  return empty(302, {
    location: `${uri}?${new URLSearchParams(parameters)}`,
    'cache-control': 'no-store',
  })
}

/** A client on loopback is allowed to listen on any port (RFC 8252, 7.3). */
function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/127\.0\.0\.1):\d{1,5}(?=\/)/, '$1')
}
