import { digest, type Hash } from './digest.ts'

/** The format that a checksum command can read. */
export interface SumFormat {
  hash: Hash
  /** whether it understands names that GNU's commands escape */
  escapes: boolean
}

/**
 * A line for `sha256sum -c` or `b2sum -c`. GNU's commands escape a backslash or a newline in a name, and
 * mark the line by a leading backslash. undefined for a name that needs this if the command does not
 * support it, and for a name with a carriage return, which versions treat differently.
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
