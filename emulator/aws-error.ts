import { escapeMarkup } from '../lib/text/markup.ts'
import { type Answer, json, xml } from './http-message.ts'

export class AwsError extends Error {
  readonly status: number
  readonly code: string
  /** Additional XML elements of some S3 errors, by name. */
  readonly details: Record<string, string>

  constructor(status: number, code: string, message: string, details: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

export type ErrorRenderer = (error: AwsError, requestId: string) => Answer

/** OAuth's `error` and `error_description` in the body, the type in a header. */
export const renderOidcError: ErrorRenderer = (error) =>
  json({ error: oauthName(error.code), error_description: error.message }, error.status, {
    'x-amzn-errortype': `${error.code}:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/`,
  })

/** `message` and `__type` in the body, the type in a header. */
export const renderPortalError: ErrorRenderer = (error) => {
  const service = 'com.amazonaws.switchboard.portal'
  return json({ message: error.message, __type: `${service}#${error.code}` }, error.status, {
    'x-amzn-errortype': `${error.code}:http://internal.amazon.com/coral/${service}/`,
  })
}

/** The AWS query protocol. */
export const renderStsError: ErrorRenderer = (error, requestId) =>
  xml(
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>' +
      `<Type>${error.status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${error.code}</Code>` +
      `<Message>${escapeMarkup(error.message)}</Message></Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`,
    error.status,
    { 'content-type': 'text/xml' },
  )

export const renderS3Error: ErrorRenderer = (error, requestId) => {
  const details = Object.entries(error.details).map(
    ([name, value]) => `<${name}>${escapeMarkup(value)}</${name}>`,
  )
  return xml(
    `<Error><Code>${error.code}</Code><Message>${escapeMarkup(error.message)}</Message>` +
      `${details.join('')}<RequestId>${requestId}</RequestId><HostId>emulator</HostId></Error>`,
    error.status,
  )
}

/** `AuthorizationPendingException` → `authorization_pending` */
function oauthName(code: string): string {
  const words = code.replace(/Exception$/, '').replace(/(?<!^)([A-Z])/g, '_$1')
  return words.toLowerCase()
}
