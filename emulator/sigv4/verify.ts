import { AwsError } from '../aws-error.ts'
import { header, type Request } from '../http-message.ts'
import type { IssuedCredentials, State } from '../state.ts'
import {
  type ChunkSigning,
  type DecodedBody,
  decodeAwsChunked,
  incompleteBody,
} from './aws-chunked.ts'
import { sha256Hex } from './sha256.ts'
import { type Authorization, parseAuthorization, sameSignature, scopeOf } from './signature.ts'
import { sign, signerOf } from './signer.ts'

export interface Verified extends DecodedBody {
  identity: IssuedCredentials
}

/** The answers differ between S3 and STS. */
export interface Refusals {
  missing(): AwsError
  unknownKey(): AwsError
  wrongToken(): AwsError
  expired(): AwsError
  skewed(): AwsError
  mismatch(): AwsError
  unsignedHeaders(): AwsError
}

/** How far a client's clock can differ from AWS's (ms). */
const largestSkew = 15 * 60_000

/**
 * Signs a request again and compares the signatures. Throws one of `refusals`, or another AwsError if the body does not
 * match the headers.
 */
export async function verifySignature(
  state: State,
  request: Request,
  refusals: Refusals,
): Promise<Verified> {
  const authorization = parseAuthorization(header(request, 'authorization'))
  const timestamp = header(request, 'x-amz-date') ?? ''
  if (!authorization || !timestamp) throw refusals.missing()

  const identity = state.issued.find((it) => it.accessKeyId === authorization.accessKeyId)
  if (!identity) throw refusals.unknownKey()
  const token = header(request, 'x-amz-security-token')
  // A temporary key is invalid without its token.
  if (token === undefined) throw refusals.unknownKey()
  if (token !== identity.sessionToken) throw refusals.wrongToken()
  if (identity.expiration <= state.now()) throw refusals.expired()
  if (!(Math.abs(timeOf(timestamp) - state.now()) <= largestSkew)) throw refusals.skewed()
  if (!coversEnough(request, authorization)) throw refusals.unsignedHeaders()

  const payloadHash = header(request, 'x-amz-content-sha256') ?? sha256Hex(request.body)
  const signer = await signerOf(identity, authorization)
  const signingDate = new Date(timeOf(timestamp))
  const headers = Object.fromEntries(
    authorization.signedHeaders.map((name) => [name, header(request, name) ?? '']),
  )
  const right = parseAuthorization(await sign(signer, { ...request, headers }, signingDate))
  if (
    !timestamp.startsWith(authorization.date) ||
    !right ||
    !sameSignature(right.signature, authorization.signature)
  )
    throw refusals.mismatch()
  const scope = scopeOf(authorization)
  const signing = { signer, signingDate, timestamp, scope, seed: right.signature }
  const decoded = await payload(request.body, payloadHash, signing)
  const announced = header(request, 'x-amz-decoded-content-length')
  if (announced !== undefined && Number(announced) !== decoded.body.length) throw incompleteBody()
  return { identity, ...decoded }
}

async function payload(body: Buffer, hash: string, signing: ChunkSigning): Promise<DecodedBody> {
  if (hash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return decodeAwsChunked(body)
  if (hash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD')) return decodeAwsChunked(body, signing)
  if (hash === 'UNSIGNED-PAYLOAD' || hash === sha256Hex(body)) return { body, trailers: {} }
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed."
  throw new AwsError(400, 'XAmzContentSHA256Mismatch', message)
}

/** `host` and every x-amz-* header must be signed: otherwise they could be changed on the way. */
function coversEnough(request: Request, { signedHeaders }: Authorization): boolean {
  const needed = Object.keys(request.headers).filter(
    (name) => name === 'host' || name.startsWith('x-amz-'),
  )
  return needed.every((name) => signedHeaders.includes(name))
}

/** `20130524T000000Z` → epoch ms; NaN for other text */
function timeOf(timestamp: string): number {
  const iso = timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  return Date.parse(iso)
}
