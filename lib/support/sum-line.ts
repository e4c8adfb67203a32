/**
 * A line that `sha256sum -c` reads. GNU's escapes a name with a backslash or a newline and says so by a
 * leading backslash; undefined for a name that the command at hand can't read: one that knows no escapes,
 * or any with a carriage return, for which its versions differ.
 */
export function sumLine(
  checksum: string,
  file: string,
  { escapes }: { escapes: boolean },
): string | undefined {
  const escaped = file.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  const isEscaped = escaped !== file
  if ((isEscaped && !escapes) || file.includes('\r')) return undefined
  return `${isEscaped ? '\\' : ''}${checksum}  ${escaped}\n`
}
