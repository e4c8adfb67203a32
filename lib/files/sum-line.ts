import { digest, type Hash } from './digest.ts'

export interface SumFormat {
  hash: Hash
  /** whether the command understands the escapes that GNU's commands use in names */
  escapes: boolean
}

/**
 * A line for `sha256sum -c` or `b2sum -c`. In GNU's format, the line of an escaped name starts with a backslash.
 * undefined if the name needs escapes that the command does not understand. Also undefined for a name with a carriage
 * return, because different versions of the commands read it differently.
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
