import type { Problem } from '../text/problem.ts'

/**
 * The status of what was checked. `warning`: it works, but could be better, or might not do what is intended. `broken`:
 * it fails, or does something unintended. `skipped`: it could not be checked, or does not matter here.
 */
export type FindingStatus = 'ok' | 'warning' | 'broken' | 'skipped'

export interface Finding {
  /** the check's name, on which scripts can rely */
  check: string
  status: FindingStatus
  /** such as a file, variable, account or profile */
  subject: string | null
  message: string
  /** what to do, one line each */
  advice: readonly string[]
}

export function ok(check: string, message: string, subject: string | null = null): Finding {
  return { check, status: 'ok', subject, message, advice: [] }
}

export function skipped(check: string, message: string, subject: string | null = null): Finding {
  return { check, status: 'skipped', subject, message, advice: [] }
}

export function warning(
  check: string,
  message: string,
  advice: readonly string[],
  subject: string | null = null,
): Finding {
  return { check, status: 'warning', subject, message, advice }
}

export function broken(
  check: string,
  message: string,
  advice: readonly string[],
  subject: string | null = null,
): Finding {
  return { check, status: 'broken', subject, message, advice }
}

/** `otherwise`: the advice if the Problem has none. */
export function brokenBy(
  check: string,
  { message, advice }: Problem,
  subject: string | null = null,
  otherwise = 'Make it readable for you: check its owner and mode.',
): Finding {
  return broken(check, message, advice.length > 0 ? advice : [otherwise], subject)
}
