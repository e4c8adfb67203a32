import type { Session } from '../../session/session.ts'
import { renderJson } from '../../text/json.ts'
import { printableLine } from '../../text/printable.ts'
import { exitCode, type Problem } from '../../text/problem.ts'
import { renderTable } from '../../text/table.ts'
import { formatMoment } from '../../text/time.ts'

export interface AccountResult {
  name: string
  /** 12 digits */
  accountId: string | null
  role: string | null
  /** when its credentials expire, ms since 1970 on this machine's clock */
  until: number | null
  /** null if there are credentials, or if the account has no directory */
  problem: Problem | null
}

/** The worst codes are those of problems that another run of the command would not fix. */
const worstFirst = [
  exitCode.failure,
  exitCode.configuration,
  exitCode.denied,
  exitCode.unreachable,
  exitCode.busy,
]

export function exitCodeOf(results: readonly AccountResult[]): number {
  const codes = new Set<number>(results.flatMap(({ problem }) => (problem ? [problem.code] : [])))
  if (codes.size === 0) return 0
  return worstFirst.find((code) => codes.has(code)) ?? exitCode.failure
}

/** What `tfsso login --all --json` prints; docs/login.md says what each part means. */
export function renderResultsJson(
  { name, startUrl, region }: Session,
  results: readonly AccountResult[],
): string {
  const accounts = results.map(({ until, problem, ...account }) => ({
    ...account,
    credentialsUntil: until === null ? null : new Date(until).toISOString(),
    problem: problem && {
      exitCode: problem.code,
      message: problem.message,
      advice: problem.advice,
    },
  }))
  return renderJson({ session: { name, startUrl, region }, accounts })
}

/**
 * `columns`: the table's width. `accountFile`: a file's name for the message about skipped accounts (`LayoutTexts`).
 */
export function renderResults(
  results: readonly AccountResult[],
  accountFile: string,
  nowMs: number,
  columns?: number,
): string {
  const ends = results.flatMap(({ until }) => (until === null ? [] : [until]))
  const failed = results.filter(({ problem }) => problem !== null)
  const needless = results.filter(({ until, problem }) => until === null && problem === null)
  const all = ends.length + failed.length
  const until = ends.length > 0 ? `, until ${formatMoment(Math.min(...ends), nowMs)} at least` : ''
  const have = `tfsso: there are credentials for ${ends.length} of ${all} accounts${until}`
  const parts = [failed.length > 0 ? `${have}. Could not get credentials for:\n` : `${have}.\n`]
  if (failed.length > 0) {
    const lines = failed.map(({ name, accountId, role, problem }) => [
      `  ${name}`,
      accountId ?? '-',
      role ?? '-',
      // Show only the first line of advice: the others are mostly the same for all accounts.
      [problem?.message, problem?.advice[0]].join(' ').trim(),
    ])
    parts.push(renderTable(['  Account', 'Id', 'Role', 'Why'], lines, { columns }))
  }
  if (needless.length > 0) {
    const names = needless.map(({ name }) => printableLine(name)).join(', ')
    parts.push(`  tfsso skipped accounts that have no directory with ${accountFile}: ${names}.\n`)
  }
  return parts.join('')
}
