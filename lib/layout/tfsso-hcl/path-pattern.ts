/** Where a pattern fits. */
export interface Fit {
  /** 0 for the directory of tfsso.hcl */
  depth: number
  /** the length of the longest fitting alternative, without its `*` */
  literal: number
}

/**
 * The highest directory that the pattern fits: `directory` or one above it. `directory` is a path from the directory of
 * tfsso.hcl, '' for that directory itself. In a pattern, `*` stands for any text within one name, even with a leading
 * dot. `**` stands for any number of directories, `{a,b}` for either text, and `.` for the directory of tfsso.hcl. Case
 * matters.
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

/** Whether a pattern fits the whole name of a workspace or bucket. */
export function fitsName(pattern: string, name: string): boolean {
  return expandBraces(pattern).some((alternative) => fitsOne(alternative, name))
}

/** There is a limit, because every search tries each alternative. */
export const mostAlternatives = 1000

/**
 * `a{b,c}` becomes `ab` and `ac`. Braces can be nested. If an opening brace is not closed, it and the braces after it
 * are literal. Returns at most `mostAlternatives` + 1 patterns.
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

/** The search is fast for a pattern without `**`: each part is compared with at most one name. */
export function fitsPath(pattern: readonly string[], names: readonly string[]): boolean {
  // For each N in this set, the parts read so far match the first N names.
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

/** Whether a pattern with `*` fits a whole name. The search never goes back, so it is fast for every pattern. */
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
