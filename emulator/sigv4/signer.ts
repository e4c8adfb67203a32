import type { SignatureV4 } from '@smithy/signature-v4'
import { Sha256 } from './sha256.ts'

export interface SigningKeys {
  accessKeyId: string
  secretAccessKey: string
}

/** What a request's signature covers besides its body. */
export interface SignedParts {
  method: string
  path: string
  rawQuery: string
  /** those that are signed, by their names in lower case */
  headers: Record<string, string>
  body: Uint8Array
}

/** The signer of the AWS SDK, as it signs for S3: the path counts as it is sent. (STS is asked for `/` only.) */
export async function signerOf(
  { accessKeyId, secretAccessKey }: SigningKeys,
  { region, service }: { region: string; service: string },
): Promise<SignatureV4> {
  const { SignatureV4 } = await import('@smithy/signature-v4')
  return new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service,
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  })
}

/** Signs a request: its Authorization header. A `date` header is never signed by this signer. */
export async function sign(
  signer: SignatureV4,
  { method, path, rawQuery, headers, body }: SignedParts,
  signingDate: Date,
): Promise<string> {
  const request = {
    method,
    protocol: 'http:',
    hostname: '',
    path: path.split('/').map(decode).map(encode).join('/'),
    query: queryOf(rawQuery),
    headers,
    body,
  }
  const signableHeaders = new Set(Object.keys(headers))
  const signed = await signer.sign(request, { signingDate, signableHeaders })
  return signed.headers.authorization ?? ''
}

function queryOf(rawQuery: string): Record<string, string[]> {
  const query = new URLSearchParams(rawQuery)
  return Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]))
}

/** RFC 3986: everything but the unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
