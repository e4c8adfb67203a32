import { sha256Hex } from '../sigv4/sha256.ts'
import { algorithm, parseAuthorization, scopeOf } from '../sigv4/signature.ts'
import { sign, signerOf } from '../sigv4/signer.ts'

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
  /** Headers that are sent unsigned. */
  unsigned?: Record<string, string>
  /** x-amz-content-sha256, for S3. Default: the body's hash, or `streaming` with `signedChunks`. */
  payloadHash?: string
  /** The chunks to send in aws-chunked encoding, in place of `body`. Each chunk is signed. */
  signedChunks?: string[]
  /** The time of signing, epoch ms. */
  at?: number
}

const streaming = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'

/**
 * Signs a request and sends it. The emulator uses the same signer (the AWS SDK's), and so can't notice the signer's
 * faults. Other tests check the signer with AWS's examples and with the real terraform.
 */
export async function signedFetch(keys: Keys, request: SignedRequest): Promise<Response> {
  const { service, method = 'GET', body = '' } = request
  const url = new URL(request.url)
  // `x-amz-date` and the signature need the same second, but loading the signer takes time. So read the clock only
  // once.
  const signingDate = new Date(request.at ?? Date.now())
  const timestamp = signingDate.toISOString().replace(/[-:]|\.\d+/g, '')
  const payloadHash = request.payloadHash ?? (request.signedChunks ? streaming : sha256Hex(body))
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    'x-amz-date': timestamp,
    ...(service === 's3' && { 'x-amz-content-sha256': payloadHash }),
    ...(keys.sessionToken !== undefined && { 'x-amz-security-token': keys.sessionToken }),
  }
  const signer = await signerOf(keys, { region: 'us-east-1', service })
  const parts = { method, path: url.pathname, rawQuery: url.search.slice(1), headers }
  const authorization = await sign(signer, { ...parts, body: Buffer.from(body) }, signingDate)
  const signed = parseAuthorization(authorization)
  if (!signed) throw new Error(authorization)
  let previous = signed.signature
  const chunks: string[] = []
  for (const chunk of request.signedChunks ?? []) {
    const hashes = [sha256Hex(''), sha256Hex(chunk)]
    const toSign = [`${algorithm}-PAYLOAD`, timestamp, scopeOf(signed), previous, ...hashes]
    previous = await signer.sign(toSign.join('\n'), { signingDate })
    chunks.push(`${chunk.length.toString(16)};chunk-signature=${previous}\r\n${chunk}\r\n`)
  }
  const sent = Buffer.from(request.signedChunks ? chunks.join('') : body)
  return fetch(url, {
    method,
    headers: {
      ...headers,
      ...request.unsigned,
      authorization,
    },
    body: method === 'GET' || method === 'HEAD' ? null : new Uint8Array(sent),
  })
}
