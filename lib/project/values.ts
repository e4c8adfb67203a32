import { misconfigured, type Problem } from '../text/problem.ts'
import type { Tfvars } from './tfvars.ts'

export interface Found {
  value: unknown
  file: string
}

/** The last file with the key wins. null counts as missing. */
export function lookUp(files: readonly Tfvars[], key: string): Found | undefined {
  const file = files.findLast(({ values }) => values[key] !== undefined && values[key] !== null)
  return file && { value: file.values[key], file: file.file }
}

/**
 * Whether a text from hcl2json is probably an expression. In a tfvars file an expression is a mistake, because
 * Terraform allows no references there.
 */
export function isExpression(value: string): boolean {
  return /[$%]\{/.test(value)
}

/** For messages: shows invisible characters as code points, and cuts off a long value. */
export function show(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replaceAll(
    /[\p{Cf}\p{Zl}\p{Zp}]/gu,
    (invisible) => `<U+${invisible.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}>`,
  )
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/** hcl2json gives a word without quotes as `"${word}"`. */
function showAsTyped(value: unknown): string {
  const [, word] = /^\$\{([\w.-]+)\}$/.exec(String(value)) ?? []
  return word ?? show(value)
}

export interface TextRule {
  pattern: RegExp
  /** in words, after «must be» */
  expected: string
  /** what to write instead */
  example: string
}

/** The Problem (exit code 78) for a wrong value. */
export function badValue(key: string, found: Found, rule: Omit<TextRule, 'pattern'>): Problem {
  return misconfigured(
    `${found.file}: ${key} is ${showAsTyped(found.value)}, but must be ${rule.expected}.`,
    `Write for example: ${rule.example}`,
  )
}

/** Problem (exit code 78) if the key is missing or breaks the rule. `file`: where the key should be. */
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

/** undefined if the key is missing. Problem (exit code 78) if the value breaks the rule. */
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

/** undefined unless the value is a plain object (an HCL map). */
export function asMap(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
