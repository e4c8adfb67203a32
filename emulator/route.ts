import { assumeRole, assumeRoleWithWebIdentity } from './assume-role.ts'
import {
  AwsError,
  type ErrorRenderer,
  renderOidcError,
  renderPortalError,
  renderS3Error,
  renderStsError,
} from './aws-error.ts'
import { type Answer, formOf, header, type Request } from './http-message.ts'
import type { Call } from './journal.ts'
import { answerAuthorizePage, authorize } from './oidc/authorize.ts'
import { createToken, grantOf } from './oidc/create-token.ts'
import {
  answerDevicePage,
  devicePage,
  startDeviceAuthorization,
} from './oidc/device-authorization.ts'
import { registerClient } from './oidc/register-client.ts'
import { getRoleCredentials, listAccountRoles, listAccounts, logout } from './portal.ts'
import { s3, s3OperationOf } from './s3/operations.ts'
import type { State } from './state.ts'
import { getCallerIdentity, unknownStsAction } from './sts.ts'

type Handler = (state: State, request: Request, call: Call) => Answer | Promise<Answer>

export interface Route {
  operation: string
  /** The grant type of a CreateToken. */
  grant?: string | undefined
  handle: Handler
  renderError: ErrorRenderer
}

const oidc = (operation: string, handle: Handler): Route => ({
  operation,
  handle,
  renderError: renderOidcError,
})

const portal = (operation: string, handle: Handler): Route => ({
  operation,
  handle,
  renderError: renderPortalError,
})

const routes: Record<string, Route> = {
  'POST /client/register': oidc('RegisterClient', registerClient),
  'POST /device_authorization': oidc('StartDeviceAuthorization', startDeviceAuthorization),
  'POST /token': oidc('CreateToken', createToken),
  'GET /authorize': oidc('Authorize', authorize),
  'POST /authorize': oidc('AnswerAuthorize', answerAuthorizePage),
  'GET /device': oidc('DevicePage', devicePage),
  'POST /device': oidc('AnswerDevice', answerDevicePage),
  'GET /federation/credentials': portal('GetRoleCredentials', getRoleCredentials),
  'GET /assignment/accounts': portal('ListAccounts', listAccounts),
  'GET /assignment/roles': portal('ListAccountRoles', listAccountRoles),
  'POST /logout': portal('Logout', logout),
}

const stsActions: Record<string, Handler> = {
  AssumeRole: assumeRole,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
  GetCallerIdentity: getCallerIdentity,
}

const unknown = portal('Unknown', () => {
  throw new AwsError(404, 'UnknownOperationException', 'No such operation')
})

/** All services share one port. A request that is signed for S3 goes to S3, whatever its path. */
export function routeOf(request: Request): Route {
  const authorization = header(request, 'authorization') ?? ''
  if (/Credential=[^,]*\/s3\/aws4_request/.test(authorization)) {
    return { operation: s3OperationOf(request), handle: s3, renderError: renderS3Error }
  }
  const route = routes[`${request.method} ${request.path}`]
  if (route?.operation === 'CreateToken') return { ...route, grant: grantOf(request) }
  if (route) return route
  const action = request.method === 'POST' && request.path === '/' && formOf(request).get('Action')
  if (!action) return unknown
  const handle = Object.hasOwn(stsActions, action) ? stsActions[action] : undefined
  return {
    operation: handle ? action : 'STS',
    handle: handle ?? unknownStsAction,
    renderError: renderStsError,
  }
}
