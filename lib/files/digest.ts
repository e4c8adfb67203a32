import { hash as cryptoHash } from 'node:crypto'

/** The names that node's crypto uses. `blake2b512` is BLAKE2b with 512 bits. */
export type Hash = 'sha256' | 'blake2b512'

/** Lower-case hex. A text is hashed as UTF-8. */
export function digest(hash: Hash, content: string | Uint8Array): string {
  return cryptoHash(hash, content, 'hex')
}

export function sha256(content: string | Uint8Array): string {
  return digest('sha256', content)
}
