import { createHash } from 'node:crypto'
import { escapeMarkup } from '../lib/text/markup.ts'
import { AwsError } from './aws-error.ts'
import { type Answer, formOf, type Request, xml } from './http-message.ts'
import type { Call } from './journal.ts'
import { assumedRoleArn } from './role-arn.ts'
import { type Refusals, verifySignature } from './sigv4/verify.ts'
import type { State } from './state.ts'

const refused = (code: string, message: string) => () => new AwsError(403, code, message)

export const stsRefusals: Refusals = {
  missing: refused('MissingAuthenticationToken', 'Request is missing Authentication Token'),
  unknownKey: refused(
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
  ),
  wrongToken: refused(
    'InvalidClientTokenId',
    'The security token included in the request is invalid',
  ),
  expired: refused('ExpiredToken', 'The security token included in the request is expired'),
  skewed: refused('SignatureDoesNotMatch', 'Signature expired: the time of the request is off.'),
  mismatch: refused(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
  ),
  unsignedHeaders: refused(
    'SignatureDoesNotMatch',
    "'Host' and all 'x-amz-*' headers must be 'SignedHeaders' in the Authorization.",
  ),
}

export async function getCallerIdentity(
  state: State,
  request: Request,
  call: Call,
): Promise<Answer> {
  const { identity } = await verifySignature(state, request, stsRefusals)
  const { accountId, role } = identity
  Object.assign(call, { accountId, role })
  // The same role always gets the same id, as at AWS.
  const roleId = createHash('sha256').update(`${accountId}/${role}`).digest('hex').slice(0, 17)
  return stsAnswer(
    'GetCallerIdentity',
    `<Arn>${escapeMarkup(assumedRoleArn(identity))}</Arn>` +
      `<UserId>AROA${roleId.toUpperCase()}:${identity.session ?? 'person'}</UserId>` +
      `<Account>${accountId}</Account>`,
  )
}

/** Wraps `result` (XML) in an answer of the AWS query protocol. */
export function stsAnswer(action: string, result: string): Answer {
  return xml(
    `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">` +
      `<${action}Result>${result}</${action}Result>` +
      '<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId>' +
      `</ResponseMetadata></${action}Response>`,
    200,
    { 'content-type': 'text/xml' },
  )
}

export function unknownStsAction(_state: State, request: Request): never {
  const action = formOf(request).get('Action')
  throw new AwsError(400, 'InvalidAction', `Could not find operation ${action}`)
}
