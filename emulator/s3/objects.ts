import { createHash } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import { type Answer, empty, header, type Request } from '../http-message.ts'
import type { Verified } from '../sigv4/verify.ts'
import type { State, StoredObject } from '../state.ts'
import { verifiedChecksums } from './checksums.ts'

/** From a path-style address: `/bucket/key`. */
export interface Place {
  bucket: string
  key: string
}

/** GET and HEAD. (The server leaves out the body of HEAD.) */
export function getObject(state: State, request: Request, place: Place): Answer {
  const object = state.objects.get(nameOf(place))
  if (!object) {
    const details = { Key: place.key }
    throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', details)
  }
  // As at AWS, checksums are only sent on request.
  const withChecksums = header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED'
  const kept = Object.entries(object.headers).filter(
    ([name]) => withChecksums || !name.startsWith('x-amz-checksum-'),
  )
  return {
    status: 200,
    headers: {
      ...Object.fromEntries(kept),
      etag: object.etag,
      'last-modified': new Date(object.modifiedAt).toUTCString(),
    },
    body: object.body,
  }
}

/** Supports the conditions that terraform uses for its lock file. */
export function putObject(state: State, request: Request, place: Place, by: Verified): Answer {
  if (request.headers['x-amz-copy-source'] !== undefined) throw notImplemented()
  checkConditions(request, state.objects.get(nameOf(place)))
  const checksums = verifiedChecksums(request, by.body, by.trailers)
  const object: StoredObject = {
    ...place,
    accountId: by.identity.accountId,
    role: by.identity.role,
    body: by.body,
    etag: `"${createHash('md5').update(by.body).digest('hex')}"`,
    modifiedAt: state.now(),
    headers: { ...keptHeaders(request), ...checksums },
  }
  state.objects.set(nameOf(place), object)
  const encryption = object.headers['x-amz-server-side-encryption'] ?? 'AES256'
  return empty(200, {
    etag: object.etag,
    'x-amz-server-side-encryption': encryption,
    ...checksums,
  })
}

/** A missing object is no error. */
export function deleteObject(state: State, _request: Request, place: Place): Answer {
  state.objects.delete(nameOf(place))
  return empty(204)
}

/** For a request that the emulator does not support: S3's own error, with S3's own text. */
export function notImplemented(): AwsError {
  const message = 'A header you provided implies functionality that is not implemented'
  return new AwsError(501, 'NotImplemented', message)
}

/** S3's conditional writes. */
function checkConditions(request: Request, present: StoredObject | undefined): void {
  const noneMatch = header(request, 'if-none-match')
  const match = header(request, 'if-match')
  const failed = (condition: string) =>
    new AwsError(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      { Condition: condition },
    )
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented()
  if (noneMatch === '*' && present) throw failed('If-None-Match')
  if (match === undefined) return
  if (!present) throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.')
  if (match.replaceAll('"', '') !== present.etag.replaceAll('"', '')) throw failed('If-Match')
}

/** The headers that S3 stores with the object and returns for a GET. */
function keptHeaders(request: Request): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  for (const [name, value] of Object.entries(request.headers)) {
    const keep = /^(content-type|cache-control|x-amz-meta-.*|x-amz-server-side-encryption.*)$/
    if (keep.test(name) && typeof value === 'string') kept[name] = value
  }
  return kept
}

function nameOf({ bucket, key }: Place): string {
  return `${bucket}/${key}`
}
