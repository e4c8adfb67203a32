/** Where a pattern fits: at a directory, or at one of the directories above it. */
export interface Fit {
  /** the depth of the matching directory: 0 for the directory of tfsso.hcl, 1 for a directory in it, and so on */
  depth: number
  /**
   * the length of the fitting alternative of the pattern, without its `*`; if several alternatives fit, the longest
   * length
   */
  literal: number
}

/**
 * The highest directory that the pattern fits: `directory` or one above it; undefined if the pattern fits none.
 * `directory` is a path relative to the directory of tfsso.hcl, or '' for that directory itself. In a pattern, `*`
 * stands for any text within one name, even a name with a leading dot. `**` stands for any number of directories,
 * `{a,b}` for either text, and `.` for the directory of tfsso.hcl. Upper and lower case matter. If several alternatives
 * fit the same directory, the one with the most literal text counts.
 */
export function findFit(pattern: string, directory: string): Fit | undefined {
  const names = directory === '' ? [] : directory.split('/')
  const alternatives = expandBraces(pattern)
  for (let depth = 0; depth <= names.length; depth++) {
    const path = names.slice(0, depth)
    const fitting = alternatives.filter((alternative) => fitsPath(split(alternative), path))
    if (fitting.length > 0) return { depth, literal: Math.max(...fitting.map(countLiteral)) }
  }
  return undefined
}

/** Whether a pattern with `*` and `{a,b}` fits a whole name: a workspace's or a bucket's. */
export function fitsName(pattern: string, name: string): boolean {
  return expandBraces(pattern).some((alternative) => fitsOne(alternative, name))
}

/**
 * The most alternatives that a pattern is allowed to have. There is a limit, because every search tries each of them.
 */
export const mostAlternatives = 1000

/**
 * The patterns that a pattern with braces stands for: `ab` and `ac` for `a{b,c}`. Braces can be nested. If an opening
 * brace is not closed, it and the braces after it are literal characters. Returns at most `mostAlternatives` + 1
 * patterns.
 */
export function expandBraces(pattern: string): string[] {
  const group = findGroup(pattern)
  if (!group) return [pattern]
  const before = pattern.slice(0, group.from)
  const rest = expandBraces(pattern.slice(group.to))
  const all: string[] = []
  for (const choice of group.choices.flatMap(expandBraces))
    for (const after of rest) {
      if (all.length > mostAlternatives) return all
      all.push(before + choice + after)
    }
  return all
}

function findGroup(pattern: string) {
  const from = pattern.indexOf('{')
  if (from < 0) return undefined
  const choices: string[] = []
  let depth = 0
  let start = from + 1
  for (let at = from; at < pattern.length; at++) {
    const character = pattern[at]
    if (character === '{') depth++
    else if (character === '}') depth--
    if ((character === ',' && depth === 1) || depth === 0) {
      choices.push(pattern.slice(start, at))
      start = at + 1
    }
    if (depth === 0) return { from, to: at + 1, choices }
  }
  return undefined
}

const split = (pattern: string) => (pattern === '.' ? [] : pattern.split('/'))
const countLiteral = (pattern: string) => (pattern === '.' ? 0 : pattern.replaceAll('*', '').length)

/**
 * Whether a pattern fits a whole path. Both arguments are split into names. If the pattern has no `**`, the time is
 * proportional to the number of names.
 */
export function fitsPath(pattern: readonly string[], names: readonly string[]): boolean {
  // For each number N in this set, the parts of the pattern that were read so far match the first N names of the path.
  let reached = new Set([0])
  for (const part of pattern) {
    const next = new Set<number>()
    for (const at of reached) {
      if (part === '**') for (let to = at; to <= names.length; to++) next.add(to)
      else if (at < names.length && fitsOne(part, names[at] as string)) next.add(at + 1)
    }
    reached = next
  }
  return reached.has(names.length)
}

/**
 * Whether a pattern with `*` fits a whole name. The search takes the first place where a text between two stars fits.
 * It never goes back to try a later place, so it is fast for every pattern.
 */
export function fitsOne(pattern: string, name: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  if (others.length === 0) return first === name
  const last = others.pop() as string
  if (!name.startsWith(first) || name.length < first.length + last.length) return false
  if (!name.endsWith(last)) return false
  let at = first.length
  const end = name.length - last.length
  for (const part of others) {
    const found = name.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
