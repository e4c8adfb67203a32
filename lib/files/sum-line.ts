import { digest, type Hash } from './digest.ts'

/** The format that a checksum command can read. */
export interface SumFormat {
  hash: Hash
  /** whether it understands names that GNU's commands escape */
  escapes: boolean
}

/**
 * A line for `sha256sum -c` or `b2sum -c`. GNU's commands need escapes for a backslash or a newline in a
 * name, and a backslash at the start of such a line. undefined for such a name if the command knows no
 * escapes, and for any name with a carriage return, which the commands' versions treat differently.
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
