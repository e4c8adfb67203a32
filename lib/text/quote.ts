import { misconfigured } from './problem.ts'

/**
 * A value as one word of POSIX sh. In single quotes nothing is special except for the single quote itself
 * (POSIX.1-2024, 2.2.2). Problem (exit code 78) if the value contains a NUL, which no environment variable can contain,
 * or half a surrogate pair, which UTF-8 can't contain.
 */
export function quoteForShell(value: string): string {
  if (/[\0\p{Cs}]/u.test(value))
    throw misconfigured(
      `A text contains a character that no environment variable can hold: ${JSON.stringify(value)}`,
    )
  return `'${value.replaceAll("'", "'\\''")}'`
}

/** The reverse of `quoteForShell`. undefined for a text that is not in the form of its results. */
export function unquoteFromShell(word: string): string | undefined {
  const match = /^'((?:[^']|'\\'')*)'$/.exec(word)
  return match?.[1]?.replaceAll("'\\''", "'")
}
