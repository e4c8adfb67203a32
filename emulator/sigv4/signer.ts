import type { SignatureV4 } from '@smithy/signature-v4'
import { Sha256 } from './sha256.ts'

export interface SigningKeys {
  accessKeyId: string
  secretAccessKey: string
}

export interface SignedParts {
  method: string
  path: string
  rawQuery: string
  /** the signed ones, by lower-case name */
  headers: Record<string, string>
  body: Uint8Array
}

/**
 * The AWS SDK's signer with S3's settings: the signer leaves an escaped path as it is. These settings also fit STS,
 * whose path is `/`.
 */
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

/**
 * Returns the Authorization header. This signer never signs a `date` header, so it can't verify a request that signs
 * one.
 */
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

/** Escapes everything except the unreserved characters of RFC 3986. */
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
