import { misconfigured } from './problem.ts'

/**
 * A value as one word of POSIX sh. In single quotes nothing is special except for the single quote itself
 * (POSIX.1-2024, 2.2.2). Throws a Problem (exit code 78) if the value contains a NUL or half a surrogate pair. No
 * environment variable can contain a NUL, and UTF-8 has no form for half a pair.
 */
export function quoteForShell(value: string): string {
  if (/[\0\p{Cs}]/u.test(value))
    throw misconfigured(
      `A text contains a character that no environment variable can hold: ${JSON.stringify(value)}`,
    )
  return `'${value.replaceAll("'", "'\\''")}'`
}

/**
 * The reverse of `quoteForShell`. Returns undefined if the text does not have the form that `quoteForShell` gives a
 * value.
 */
export function unquoteFromShell(word: string): string | undefined {
  const match = /^'((?:[^']|'\\'')*)'$/.exec(word)
  return match?.[1]?.replaceAll("'\\''", "'")
}
