import { canonicalRequest, sha256Hex } from '../sigv4/canonical-request.ts'
import { algorithm, scopeOf, signatureOf, signingKey } from '../sigv4/signature.ts'

export interface Keys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

interface SignedRequest {
  service: string
  url: string
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Sent, but not covered by the signature. */
  unsigned?: Record<string, string>
  /** x-amz-content-sha256; default the body's hash. */
  payloadHash?: string
  /** Sends these in aws-chunked encoding, each with its signature, instead of a body. */
  signedChunks?: string[]
  /** When the client believes to sign, epoch ms. */
  at?: number
}

const streaming = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'

/**
 * Sends a request signed with AWS Signature V4. The signing is the emulator's own arithmetic, which
 * AWS's examples and the real terraform vouch for.
 */
export async function signedFetch(keys: Keys, request: SignedRequest): Promise<Response> {
  const { service, method = 'GET', body = '' } = request
  const url = new URL(request.url)
  const timestamp = new Date(request.at ?? Date.now()).toISOString().replace(/[-:]|\.\d+/g, '')
  const payloadHash = request.payloadHash ?? (request.signedChunks ? streaming : sha256Hex(body))
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    'x-amz-date': timestamp,
    ...(service === 's3' && { 'x-amz-content-sha256': payloadHash }),
    ...(keys.sessionToken !== undefined && { 'x-amz-security-token': keys.sessionToken }),
  }
  const signedHeaders = Object.keys(headers).sort()
  const authorization = {
    accessKeyId: keys.accessKeyId,
    date: timestamp.slice(0, 8),
    region: 'us-east-1',
    service,
    signedHeaders,
    signature: '',
  }
  const rawQuery = url.search.slice(1)
  const path = url.pathname
  const canonical = canonicalRequest({
    method,
    path,
    rawQuery,
    headers,
    signedHeaders,
    payloadHash,
  })
  const scope = scopeOf(authorization)
  const key = signingKey(keys.secretAccessKey, authorization)
  const signature = signatureOf(key, algorithm, timestamp, scope, sha256Hex(canonical))
  let previous = signature
  const chunks = request.signedChunks?.map((chunk) => {
    const hashes = [sha256Hex(''), sha256Hex(chunk)]
    previous = signatureOf(key, `${algorithm}-PAYLOAD`, timestamp, scope, previous, ...hashes)
    return `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${chunk}\r\n`
  })
  const sent = Buffer.from(chunks?.join('') ?? body)
  return fetch(url, {
    method,
    headers: {
      ...headers,
      ...request.unsigned,
      authorization:
        `${algorithm} Credential=${keys.accessKeyId}/${scope}, ` +
        `SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
    },
    body: method === 'GET' || method === 'HEAD' ? null : new Uint8Array(sent),
  })
}
