/** Where a pattern fits: at a directory, or at one of the directories above it. */
export interface Place {
  /** the depth of the matching directory below the file's own; 0 is the file's own directory */
  depth: number
  /** the number of literal characters in the alternative that fits */
  literal: number
}

/**
 * The highest directory that the pattern fits, among `directory` and those above it; undefined if it fits none.
 * `directory`: the path from the file's own directory, '' for that directory itself. `*` stands for any text within one
 * name, even a name with a leading dot; `**` for any number of directories; `{a,b}` for either text; `.` for the file's
 * own directory. Upper and lower case matter. If several alternatives fit the same directory, the one with the most
 * literal text counts.
 */
export function findPlace(pattern: string, directory: string): Place | undefined {
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

/** More alternatives than this are a mistake: each one is tried in every search. */
export const mostAlternatives = 1000

/**
 * The patterns that a pattern with braces stands for: `ab` and `ac` for `a{b,c}`. Braces may be nested. A brace that
 * is not closed is a literal character.
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
 * Whether a pattern fits a whole path. Each array has one element for each name. Without `**` the time is
 * proportional to the number of names.
 */
export function fitsPath(pattern: readonly string[], names: readonly string[]): boolean {
  // Every possible count of leading names that the parts up to here match.
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

/** Whether a pattern with `*` fits a whole name. It never backtracks beyond the last star. */
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
