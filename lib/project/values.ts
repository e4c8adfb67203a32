import { misconfigured, type Problem } from '../text/problem.ts'
import type { Tfvars } from './tfvars.ts'

/** A value and the file that it stands in. */
export interface Found {
  value: unknown
  file: string
}

/** What the files say of a key, the last one winning as among terraform's var-files. */
export function lookUp(files: readonly Tfvars[], key: string): Found | undefined {
  const file = files.findLast(({ values }) => values[key] !== undefined && values[key] !== null)
  return file && { value: file.values[key], file: file.file }
}

/** What hcl2json leaves of an expression or a template; a tfvars file may hold neither. */
function isExpression(value: string): boolean {
  return /[$%]\{/.test(value)
}

/** How a value is shown in a message; invisible characters by their code points. */
export function show(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replaceAll(
    /[\p{Cf}\p{Zl}\p{Zp}]/gu,
    (invisible) => `<U+${invisible.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}>`,
  )
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/** The same for a word without quotes, which hcl2json gives as `"${word}"`. */
function showAsTyped(value: unknown): string {
  const [, word] = /^\$\{([\w.-]+)\}$/.exec(String(value)) ?? []
  return word ?? show(value)
}

export interface TextRule {
  /** what the value must look like as a whole */
  pattern: RegExp
  /** the same in words: «must be …» */
  expected: string
  /** what to write instead, as it would stand in the file */
  example: string
}

/** A problem with a key that is there: the file, the key, what it must be and what to write. */
export function badValue(key: string, found: Found, rule: Omit<TextRule, 'pattern'>): Problem {
  return misconfigured(
    `${found.file}: ${key} is ${showAsTyped(found.value)}, but must be ${rule.expected}.`,
    `Write for example: ${rule.example}`,
  )
}

/** A text that must be there and fit the rule; `file` is where it should stand. Problem (78) if not. */
export function requiredText(
  files: readonly Tfvars[],
  key: string,
  rule: TextRule,
  file: string,
): string {
  const value = optionalText(files, key, rule)
  if (value !== undefined) return value
  throw misconfigured(`${file}: ${key} is missing.`, `Add for example: ${rule.example}`)
}

/** A text that may be missing; one that is there must fit the rule. Problem (78) if not. */
export function optionalText(
  files: readonly Tfvars[],
  key: string,
  rule: TextRule,
): string | undefined {
  const found = lookUp(files, key)
  if (found === undefined) return undefined
  const { value } = found
  if (value === '') {
    throw misconfigured(`${found.file}: ${key} is empty.`, `Write for example: ${rule.example}`)
  }
  if (typeof value !== 'string' || isExpression(value) || !rule.pattern.test(value))
    throw badValue(key, found, rule)
  return value
}

/** A plain object (an HCL map), or undefined. */
export function asMap(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
