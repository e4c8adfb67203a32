import { timingSafeEqual } from 'node:crypto'

export interface Authorization {
  accessKeyId: string
  /** `20130524` */
  date: string
  region: string
  service: string
  signedHeaders: string[]
  signature: string
}

export const algorithm = 'AWS4-HMAC-SHA256'

/** Undefined if this is no Authorization header of AWS Signature V4. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const pattern =
    /^AWS4-HMAC-SHA256\s+Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/
  const match = pattern.exec(header ?? '')
  if (!match) return undefined
  const [accessKeyId = '', date = '', region = '', service = '', names = '', signature = ''] =
    match.slice(1)
  return { accessKeyId, date, region, service, signedHeaders: names.split(';'), signature }
}

/** `20130524/us-east-1/s3/aws4_request` */
export function scopeOf({ date, region, service }: Authorization): string {
  return `${date}/${region}/${service}/aws4_request`
}

/** In constant time for equal lengths. */
export function sameSignature(one: string, other: string): boolean {
  const a = Buffer.from(one)
  const b = Buffer.from(other)
  return a.length === b.length && timingSafeEqual(a, b)
}
