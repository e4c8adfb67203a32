import { misconfigured } from './problem.ts'

/**
 * A value as one word of POSIX sh, whatever it holds: in single quotes nothing is special but the
 * single quote itself (POSIX.1-2024, 2.2.2). NUL cannot be in an environment, half a surrogate pair in
 * no UTF-8: both are refused, Problem (78).
 */
export function quoteForShell(value: string): string {
  if (/[\0\p{Cs}]/u.test(value))
    throw misconfigured(`A text holds what no environment can: ${JSON.stringify(value)}`)
  return `'${value.replaceAll("'", "'\\''")}'`
}

/** What `quoteForShell` was given, from what it gave; undefined where it gave no such thing. */
export function unquoteFromShell(word: string): string | undefined {
  const match = /^'((?:[^']|'\\'')*)'$/.exec(word)
  return match?.[1]?.replaceAll("'\\''", "'")
}
