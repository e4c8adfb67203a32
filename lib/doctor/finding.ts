import type { Problem } from '../text/problem.ts'

/**
 * `warning`: it works, but could be better, or might not do what is intended. `broken`: it fails, or does something
 * other than intended. `skipped`: it could not be checked, or does not matter here.
 */
export type FindingStatus = 'ok' | 'warning' | 'broken' | 'skipped'

/** The result of one check. */
export interface Finding {
  /** the check's name. Scripts can rely on this name */
  check: string
  status: FindingStatus
  /**
   * what the finding is about, such as a file, variable, account or profile; null if it is about nothing in particular
   */
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

/** The `broken` finding for a Problem. `otherwise`: the advice if the Problem has none. */
export function brokenBy(
  check: string,
  { message, advice }: Problem,
  subject: string | null = null,
  otherwise = 'Make it readable for you: check its owner and mode.',
): Finding {
  return broken(check, message, advice.length > 0 ? advice : [otherwise], subject)
}
