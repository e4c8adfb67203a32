import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** The parts of a request that its signature covers. */
export interface SignedParts {
  method: string
  path: string
  rawQuery: string
  headers: IncomingHttpHeaders
  signedHeaders: readonly string[]
  /** The hex SHA-256 of the body, or the word that stands for it. */
  payloadHash: string
}

/**
 * The canonical request of AWS Signature V4, with S3's rule for the path: each segment encoded
 * once. (Other services encode twice; the one that we have, STS, is only ever asked for `/`.)
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(parts: SignedParts): string {
  const headers = parts.signedHeaders.map((name) => {
    const value = parts.headers[name] ?? ''
    const text = Array.isArray(value) ? value.join(',') : value
    return `${name}:${text.trim().replace(/ +/g, ' ')}\n`
  })
  return [
    parts.method,
    parts.path.split('/').map(decode).map(encode).join('/'),
    canonicalQuery(parts.rawQuery),
    headers.join(''),
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n')
}

/** The hex SHA-256 of bytes or text. */
export function sha256Hex(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex')
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '') return ''
  const pairs = rawQuery.split('&').map((pair) => {
    const mark = pair.indexOf('=')
    const [name, value] = mark < 0 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)]
    return `${encode(decode(name.replaceAll('+', ' ')))}=${encode(decode(value.replaceAll('+', ' ')))}`
  })
  // By name, then by value; `=` must not take part in the comparison of names.
  const key = (pair: string) => pair.replace('=', '\0')
  return pairs.sort((a, b) => (key(a) < key(b) ? -1 : 1)).join('&')
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
