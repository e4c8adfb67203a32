import { randomInt } from 'node:crypto'
import { type Answer, formOf, json, type Request } from '../http-message.ts'
import { codePage, consentPage, resultPage } from '../page.ts'
import { type DeviceLogin, randomToken, type State } from '../state.ts'
import { deviceCodeGrant, mayUse } from './grant-types.ts'
import {
  authenticatedClient,
  invalidRequest,
  jsonBody,
  required,
  unauthorizedClient,
} from './request-body.ts'
import { sameStartUrl } from './start-url.ts'

/** POST /device_authorization */
export function startDeviceAuthorization(state: State, request: Request): Answer {
  const body = jsonBody(request)
  const client = authenticatedClient(state, body)
  if (!mayUse(client, deviceCodeGrant)) throw unauthorizedClient
  if (!sameStartUrl(required(body, 'startUrl'), state.settings.startUrl)) {
    throw invalidRequest('Invalid start URL')
  }
  const { deviceCodeSeconds, pollInterval } = state.settings
  const login: DeviceLogin = {
    deviceCode: randomToken(64),
    userCode: newUserCode(),
    clientId: client.id,
    expiresAt: state.now() + deviceCodeSeconds * 1000,
    verdict: 'pending',
    redeemed: false,
    lastPollAt: 0,
  }
  state.deviceLogins.push(login)
  return json({
    deviceCode: login.deviceCode,
    expiresIn: deviceCodeSeconds,
    interval: pollInterval,
    userCode: login.userCode,
    verificationUri: `${state.url}/device`,
    verificationUriComplete: `${state.url}/device?user_code=${login.userCode}`,
  })
}

/** GET /device */
export function devicePage(state: State, request: Request): Answer {
  const asked = request.query.get('user_code')
  if (asked === null) return codePage()
  const login = findLogin(state, asked)
  if (!login) return codePage('That code is not known, or it has expired.')
  if (login.verdict !== 'pending') return answeredPage(login)
  return consentPage({
    clientName: state.clients.get(login.clientId)?.name ?? 'A client',
    action: '/device',
    field: { name: 'user_code', value: login.userCode },
    userCode: login.userCode,
  })
}

/** POST /device */
export function answerDevicePage(state: State, request: Request): Answer {
  const form = formOf(request)
  const login = findLogin(state, form.get('user_code') ?? '')
  if (!login) return codePage('That code is not known, or it has expired.')
  if (login.verdict === 'pending') {
    login.verdict = form.get('answer') === 'allow' ? 'allowed' : 'denied'
  }
  return answeredPage(login)
}

function answeredPage(login: DeviceLogin): Answer {
  return login.verdict === 'allowed'
    ? resultPage('Request approved', 'You can close this window and go back to your terminal.')
    : resultPage('Request denied', 'Access was not granted. You can close this window.')
}

function findLogin(state: State, userCode: string): DeviceLogin | undefined {
  const wanted = userCode.trim().toUpperCase()
  return state.deviceLogins.find(
    (login) => login.userCode === wanted && login.expiresAt > state.now(),
  )
}

/** The alphabet has no vowels, so no words appear. It has no letters that look alike. */
function newUserCode(): string {
  const alphabet = 'BCDFGHJKLMNPQRSTVWXZ'
  const four = () =>
    Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
  return `${four()}-${four()}`
}
