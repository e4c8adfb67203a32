import { misconfigured, type Problem } from '../text/problem.ts'
import type { Tfvars } from './tfvars.ts'

/** A value and the file that it comes from. */
export interface Found {
  value: unknown
  file: string
}

/** The value of a key, with its file. If several files have the key, the last of them wins. null counts as missing. */
export function lookUp(files: readonly Tfvars[], key: string): Found | undefined {
  const file = files.findLast(({ values }) => values[key] !== undefined && values[key] !== null)
  return file && { value: file.values[key], file: file.file }
}

/**
 * Whether a text from hcl2json contains `${` or `%{`. Such a text is probably an expression, which is not allowed in a
 * tfvars file.
 */
export function isExpression(value: string): boolean {
  return /[$%]\{/.test(value)
}

/** A value as messages show it, with code points in place of invisible characters. A long value is cut off. */
export function show(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replaceAll(
    /[\p{Cf}\p{Zl}\p{Zp}]/gu,
    (invisible) => `<U+${invisible.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}>`,
  )
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/**
 * A value as messages show it. A word without quotes, which hcl2json gives as `"${word}"`, is shown as it was typed.
 */
function showAsTyped(value: unknown): string {
  const [, word] = /^\$\{([\w.-]+)\}$/.exec(String(value)) ?? []
  return word ?? show(value)
}

export interface TextRule {
  /** what the value must look like as a whole */
  pattern: RegExp
  /** the pattern in words, after «must be» */
  expected: string
  /** what to write into the file instead */
  example: string
}

/**
 * The Problem (exit code 78) for a key with a wrong value. It names the file, the key, what the value must be, and what
 * to write.
 */
export function badValue(key: string, found: Found, rule: Omit<TextRule, 'pattern'>): Problem {
  return misconfigured(
    `${found.file}: ${key} is ${showAsTyped(found.value)}, but must be ${rule.expected}.`,
    `Write for example: ${rule.example}`,
  )
}

/**
 * The text of a key that must exist and fit the rule. Otherwise Problem (exit code 78). `file` is where the key
 * should be.
 */
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

/**
 * The text of a key; undefined if the key is missing. Problem (exit code 78) if the value is not a text that fits the
 * rule.
 */
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
