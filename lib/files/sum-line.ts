import { digest, type Hash } from './digest.ts'

/** The format that a checksum command can read. */
export interface SumFormat {
  hash: Hash
  /** whether the command understands the escapes that GNU's commands use in names */
  escapes: boolean
}

/**
 * A line for `sha256sum -c` or `b2sum -c`. In GNU's format, a backslash or a newline in a name is escaped, and the line
 * then starts with a backslash. undefined if the name needs escapes and the command does not understand them. Also
 * undefined for a name with a carriage return, because different versions of the commands read such a name differently.
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
