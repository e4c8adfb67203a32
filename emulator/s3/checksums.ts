import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AwsError } from '../aws-error.ts'
import { header, type Request } from '../http-message.ts'

/** Checksums in S3's form, base64. CRC64NVME is stored, but not verified. */
const algorithms: Record<string, (body: Buffer) => string> = {
  crc32: (body) => base64Of(crc32(body)),
  crc32c: (body) => base64Of(crc32c(body)),
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
}

/**
 * The request's x-amz-checksum-* headers and trailers, to store with the object. Throws BadDigest (400) if a checksum
 * is wrong, and MalformedTrailerError (400) if an announced trailer is missing.
 */
export function verifiedChecksums(
  request: Request,
  body: Buffer,
  trailers: Record<string, string>,
): Record<string, string> {
  const md5 = header(request, 'content-md5')
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
    throw badDigest('Content-MD5')
  }
  const announced = header(request, 'x-amz-trailer')
  if (announced !== undefined && trailers[announced.toLowerCase()] === undefined) {
    throw new AwsError(400, 'MalformedTrailerError', 'The trailer announced is missing.')
  }
  const given: Record<string, unknown> = { ...request.headers, ...trailers }
  const checksums: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    const algorithm = /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/.exec(name)?.[1]
    if (algorithm === undefined || typeof value !== 'string') continue
    const computed = algorithms[algorithm]?.(body)
    if (computed !== undefined && computed !== value) throw badDigest(algorithm.toUpperCase())
    checksums[name] = value
  }
  return checksums
}

function base64Of(checksum: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(checksum)
  return bytes.toString('base64')
}

/** CRC-32 with Castagnoli's polynomial. Node has no function for this checksum. */
function crc32c(body: Buffer): number {
  let crc = 0xffffffff
  for (const byte of body) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}

const crc32cTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value
})

function badDigest(what: string): AwsError {
  const message = `The ${what} you specified did not match the calculated checksum.`
  return new AwsError(400, 'BadDigest', message)
}
