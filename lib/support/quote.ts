/**
 * A value as one word of POSIX sh, whatever it holds: in single quotes nothing is special but the
 * single quote itself (POSIX.1-2024, 2.2.2). NUL cannot be in an environment and is refused.
 */
export function quoteForShell(value: string): string {
  if (value.includes('\0')) throw new RangeError('a NUL character cannot be quoted')
  return `'${value.replaceAll("'", "'\\''")}'`
}

/** What `quoteForShell` was given, from what it gave; undefined where it gave no such thing. */
export function unquoteFromShell(word: string): string | undefined {
  const match = /^'((?:[^']|'\\'')*)'$/.exec(word)
  return match?.[1]?.replaceAll("'\\''", "'")
}
