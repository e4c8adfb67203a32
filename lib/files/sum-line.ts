import { digest, type Hash } from './digest.ts'

/** The format that a checksum command can read. */
export interface SumFormat {
  hash: Hash
  /** whether it understands names that GNU's commands escape */
  escapes: boolean
}

/**
 * A line for `sha256sum -c` or `b2sum -c`. GNU's commands escape a name with a backslash or a newline, and mark the
 * line by a leading backslash. undefined for a name that the command can't read: it does not understand escapes, or the
 * name contains a carriage return, where versions differ.
 */
export function sumLine(
  content: string | Uint8Array,
  file: string,
  { hash, escapes }: SumFormat,
): string | undefined {
  const escaped = file.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  const isEscaped = escaped !== file
  if ((isEscaped && !escapes) || file.includes('\r')) return undefined
  return `${isEscaped ? '\\' : ''}${digest(hash, content)}  ${escaped}\n`
}
