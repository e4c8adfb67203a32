import { AwsError } from '../aws-error.ts'
import { type Answer, empty, type Request, xml } from '../http-message.ts'
import type { Call } from '../journal.ts'
import { assumedRoleArn } from '../role-arn.ts'
import { type Verified, verifySignature } from '../sigv4/verify.ts'
import type { State } from '../state.ts'
import { listObjects } from './list-objects.ts'
import { deleteObject, getObject, notImplemented, type Place, putObject } from './objects.ts'
import { s3Refusals } from './refusals.ts'

interface Operation {
  /** The IAM action that the operation needs. */
  action: string
  answer(state: State, request: Request, place: Place, by: Verified): Answer
}

const operations: Record<string, Operation> = {
  HeadBucket: {
    action: 's3:ListBucket',
    answer: (state) => empty(200, { 'x-amz-bucket-region': state.settings.region }),
  },
  ListObjectsV2: {
    action: 's3:ListBucket',
    answer: (state, request, { bucket }) => listObjects(state, request, bucket),
  },
  GetBucketVersioning: {
    action: 's3:GetBucketVersioning',
    answer: () => xml('<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'),
  },
  GetBucketLocation: {
    action: 's3:GetBucketLocation',
    answer: () => xml('<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'),
  },
  HeadObject: { action: 's3:GetObject', answer: getObject },
  GetObject: { action: 's3:GetObject', answer: getObject },
  PutObject: { action: 's3:PutObject', answer: putObject },
  DeleteObject: { action: 's3:DeleteObject', answer: deleteObject },
}

/** `S3` for an operation that is not emulated. */
export function s3OperationOf(request: Request): string {
  const { bucket, key } = placeOf(request)
  const has = (name: string) => request.query.has(name)
  if (key !== '') {
    // Other queries than x-id ask for something not emulated, such as tags or a multipart upload.
    const plain = [...request.query.keys()].every((name) => name === 'x-id')
    const verb = { GET: 'Get', HEAD: 'Head', PUT: 'Put', DELETE: 'Delete' }[request.method]
    return plain && verb ? `${verb}Object` : 'S3'
  }
  if (bucket === '') return 'S3'
  if (request.method === 'HEAD') return 'HeadBucket'
  if (request.method !== 'GET') return 'S3'
  if (request.query.get('list-type') === '2') return 'ListObjectsV2'
  if (has('versioning')) return 'GetBucketVersioning'
  return has('location') ? 'GetBucketLocation' : 'S3'
}

/** Only the account that owns a bucket has access to it. */
export async function s3(state: State, request: Request, call: Call): Promise<Answer> {
  const place = placeOf(request)
  Object.assign(call, { bucket: place.bucket, ...(place.key && { key: place.key }) })
  const verified = await verifySignature(state, request, s3Refusals)
  const { accountId, role } = verified.identity
  Object.assign(call, { accountId, role })
  const operation = operations[call.operation]
  if (!operation) throw notImplemented()
  const owner = state.settings.buckets[place.bucket]
  if (owner === undefined) {
    const details = { BucketName: place.bucket }
    throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', details)
  }
  if (owner !== accountId) {
    const person = assumedRoleArn(verified.identity)
    const resource = `arn:aws:s3:::${place.bucket}${place.key && `/${place.key}`}`
    throw new AwsError(
      403,
      'AccessDenied',
      `User: ${person} is not authorized to perform: ${operation.action} on resource: ` +
        `"${resource}" because no resource-based policy allows the ${operation.action} action`,
    )
  }
  return operation.answer(state, request, place, verified)
}

/** `/bucket/some/key` → bucket and key, decoded */
function placeOf(request: Request): Place {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(request.path) ?? []
  return { bucket: decode(bucket), key: decode(key) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // a malformed escape stays as it is
    return text
  }
}
