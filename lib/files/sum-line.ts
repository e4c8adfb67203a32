import { digest, type Hash } from './digest.ts'

/** What a command that checks sums can read. */
export interface SumFormat {
  hash: Hash
  /** whether it reads names that GNU's commands escape */
  escapes: boolean
}

/**
 * A line that `sha256sum -c` reads, or `b2sum -c`. GNU's escape a name with a backslash or a newline and say
 * so by a leading backslash; undefined for a name that the command at hand can't read: one that knows no
 * escapes, or any with a carriage return, for which its versions differ.
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
