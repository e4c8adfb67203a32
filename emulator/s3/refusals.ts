import { AwsError } from '../aws-error.ts'
import type { Refusals } from '../sigv4/verify.ts'

const refused = (status: number, code: string, message: string) => () =>
  new AwsError(status, code, message)

export const s3Refusals: Refusals = {
  missing: refused(403, 'AccessDenied', 'Access Denied'),
  unknownKey: refused(
    403,
    'InvalidAccessKeyId',
    'The AWS Access Key Id you provided does not exist in our records.',
  ),
  wrongToken: refused(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.'),
  expired: refused(400, 'ExpiredToken', 'The provided token has expired.'),
  skewed: refused(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  ),
  mismatch: refused(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. ' +
      'Check your key and signing method.',
  ),
  unsignedHeaders: refused(
    403,
    'AccessDenied',
    'There were headers present in the request which were not signed',
  ),
}
