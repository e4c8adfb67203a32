import type { SignatureV4 } from '@smithy/signature-v4'
import { AwsError } from '../aws-error.ts'
import { sha256Hex } from './sha256.ts'
import { algorithm, sameSignature } from './signature.ts'

/** For the signatures inside a body: each covers the signature before it. */
export interface ChunkSigning {
  signer: Pick<SignatureV4, 'sign'>
  signingDate: Date
  /** `20130524T000000Z` */
  timestamp: string
  scope: string
  /** The signature of the headers. */
  seed: string
}

export interface DecodedBody {
  body: Buffer
  /** Names in lower case. */
  trailers: Record<string, string>
}

const emptyHash = sha256Hex('')

/**
 * Decodes the `aws-chunked` encoding. With `signing`, each chunk and the trailers must be signed. Throws IncompleteBody
 * (400) or SignatureDoesNotMatch (403).
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function decodeAwsChunked(
  encoded: Buffer,
  signing?: ChunkSigning,
): Promise<DecodedBody> {
  const chunks: Buffer[] = []
  let previous = signing?.seed ?? ''
  let at = 0
  const line = (): string => {
    const end = encoded.indexOf('\r\n', at)
    if (end < 0) throw incompleteBody()
    const text = encoded.toString('latin1', at, end)
    at = end + 2
    return text
  }
  const check = async (kind: string, given: string | undefined, ...hashes: string[]) => {
    if (!signing) return
    const { signer, signingDate, timestamp, scope } = signing
    const toSign = [`${algorithm}-${kind}`, timestamp, scope, previous, ...hashes].join('\n')
    const right = await signer.sign(toSign, { signingDate })
    if (!sameSignature(right, given ?? '')) throw mismatch()
    previous = right
  }

  for (;;) {
    const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line())
    if (!match) throw incompleteBody()
    const size = Number.parseInt(match[1] ?? '', 16)
    const chunk = encoded.subarray(at, at + size)
    if (chunk.length < size) throw incompleteBody()
    await check('PAYLOAD', match[2], emptyHash, sha256Hex(chunk))
    if (size === 0) break
    chunks.push(chunk)
    at += size
    if (line() !== '') throw incompleteBody()
  }

  const trailers: Record<string, string> = {}
  while (at < encoded.length) {
    const text = line()
    if (text === '') continue
    const colon = text.indexOf(':')
    trailers[text.slice(0, colon).trim().toLowerCase()] = text.slice(colon + 1).trim()
  }
  const { 'x-amz-trailer-signature': given, ...rest } = trailers
  const canonical = Object.entries(rest).map(([name, value]) => `${name}:${value}\n`)
  if (canonical.length > 0) await check('TRAILER', given, sha256Hex(canonical.join('')))
  return { body: Buffer.concat(chunks), trailers: rest }
}

/** S3's answer to an incomplete body. The emulator also gives it for other malformed bodies. */
export function incompleteBody(): AwsError {
  return new AwsError(400, 'IncompleteBody', 'The request body terminated unexpectedly')
}

function mismatch(): AwsError {
  const message = 'The request signature we calculated does not match the signature you provided.'
  return new AwsError(403, 'SignatureDoesNotMatch', message)
}
