import { hash as cryptoHash } from 'node:crypto'

/** SHA-256 and BLAKE2b (512 bits), as node's crypto names them. */
export type Hash = 'sha256' | 'blake2b512'

/** The lower-case hex hash of a text (as UTF-8) or of bytes. */
export function digest(hash: Hash, content: string | Uint8Array): string {
  return cryptoHash(hash, content, 'hex')
}

/** Lower-case hex SHA-256 of a text (as UTF-8) or of bytes. */
export function sha256(content: string | Uint8Array): string {
  return digest('sha256', content)
}
