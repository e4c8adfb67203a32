import { misconfigured } from './problem.ts'

/**
 * In single quotes only the single quote is special (POSIX.1-2024, 2.2.2). Problem (exit code 78) for NUL, which no
 * environment variable can hold, and for half a surrogate pair, which UTF-8 lacks.
 */
export function quoteForShell(value: string): string {
  if (/[\0\p{Cs}]/u.test(value))
    throw misconfigured(
      `A text contains a character that no environment variable can hold: ${JSON.stringify(value)}`,
    )
  return `'${value.replaceAll("'", "'\\''")}'`
}

/** undefined if the word does not have the form that `quoteForShell` makes. */
export function unquoteFromShell(word: string): string | undefined {
  const match = /^'((?:[^']|'\\'')*)'$/.exec(word)
  return match?.[1]?.replaceAll("'\\''", "'")
}
