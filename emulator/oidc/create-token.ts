import { createHash } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import { type Answer, json, type Request } from '../http-message.ts'
import { type Client, type PortalSession, randomToken, type State } from '../state.ts'
import { deviceCodeGrant, grantTypes, mayUse, refreshTokenGrant } from './grant-types.ts'
import {
  authenticatedClient,
  invalidGrant,
  jsonBody,
  required,
  unauthorizedClient,
} from './request-body.ts'

/** A poll may come this much too early (ms), because timers and networks are not exact. */
const pollTolerance = 100

/** POST /token */
export function createToken(state: State, request: Request): Answer {
  const body = jsonBody(request)
  const client = authenticatedClient(state, body)
  const grant = required(body, 'grantType')
  if (!grantTypes.includes(grant)) {
    throw new AwsError(400, 'UnsupportedGrantTypeException', 'Unsupported grant type')
  }
  if (!mayUse(client, grant)) throw unauthorizedClient
  if (grant === deviceCodeGrant) return redeemDeviceCode(state, client, body)
  if (grant === refreshTokenGrant) return refresh(state, client, body)
  return redeemAuthorizationCode(state, client, body)
}

/** The short name of a CreateToken's grant type, such as `device_code`. */
export function grantOf(request: Request): string | undefined {
  try {
    const grant = jsonBody(request).grantType
    return typeof grant === 'string' ? grant.slice(grant.lastIndexOf(':') + 1) : undefined
  } catch {
    return undefined
  }
}

function redeemDeviceCode(state: State, client: Client, body: Record<string, unknown>): Answer {
  const code = required(body, 'deviceCode')
  const login = state.deviceLogins.find(
    ({ deviceCode, clientId }) => deviceCode === code && clientId === client.id,
  )
  if (!login || login.redeemed) throw invalidGrant('Invalid device code provided')
  if (login.expiresAt <= state.now()) {
    throw new AwsError(400, 'ExpiredTokenException', 'Device code has expired')
  }
  const sinceLast = Date.now() - login.lastPollAt
  login.lastPollAt = Date.now()
  if (sinceLast < state.settings.pollInterval * 1000 - pollTolerance) {
    throw new AwsError(400, 'SlowDownException', 'Polling too fast')
  }
  const { approval } = state.settings
  if (login.verdict === 'pending' && approval !== 'page') {
    login.verdict = approval === 'automatic' ? 'allowed' : 'denied'
  }
  if (login.verdict === 'denied') {
    throw new AwsError(400, 'AccessDeniedException', 'Access denied by the user')
  }
  if (login.verdict === 'pending') {
    throw new AwsError(400, 'AuthorizationPendingException', 'Authorization is pending')
  }
  login.redeemed = true
  return tokens(state, client, newSession(state, client))
}

function redeemAuthorizationCode(
  state: State,
  client: Client,
  body: Record<string, unknown>,
): Answer {
  const code = required(body, 'code')
  const redirectUri = required(body, 'redirectUri')
  const challenge = createHash('sha256').update(required(body, 'codeVerifier')).digest('base64url')
  const index = state.authorizations.findIndex((authorization) => authorization.code === code)
  const found = state.authorizations[index]
  // A code works only once, even if this request fails.
  if (found) state.authorizations.splice(index, 1)
  const good =
    found?.clientId === client.id &&
    found.redirectUri === redirectUri &&
    found.codeChallenge === challenge &&
    found.expiresAt > state.now()
  if (!good) throw invalidGrant('Invalid authorization code provided')
  return tokens(state, client, newSession(state, client))
}

function refresh(state: State, client: Client, body: Record<string, unknown>): Answer {
  const token = required(body, 'refreshToken')
  const session = state.sessions.find(({ refreshToken }) => refreshToken === token)
  const good = session?.clientId === client.id && !session.ended && session.endsAt > state.now()
  if (!good) throw invalidGrant('Invalid refresh token provided')
  return tokens(state, client, session)
}

function newSession(state: State, client: Client): PortalSession {
  const endsAt = state.now() + state.settings.sessionSeconds * 1000
  const session = { clientId: client.id, endsAt, ended: false }
  state.sessions.push(session)
  return session
}

function tokens(state: State, client: Client, session: PortalSession): Answer {
  const { accessTokenSeconds, refreshTokens } = state.settings
  const accessToken = `aoa${randomToken(96)}`
  state.accessTokens.set(accessToken, {
    session,
    expiresAt: state.now() + accessTokenSeconds * 1000,
  })
  // As at AWS, a client registered without a scope gets no refresh token.
  if (refreshTokens && mayUse(client, refreshTokenGrant) && client.scopes.length > 0) {
    session.refreshToken = `aor${randomToken(96)}`
  } else {
    delete session.refreshToken
  }
  return json({
    accessToken,
    expiresIn: accessTokenSeconds,
    idToken: null,
    refreshToken: session.refreshToken ?? null,
    tokenType: 'Bearer',
  })
}
