import type { Page } from '../terminal/page.ts'
import { type Color, withoutControls } from '../terminal/paint.ts'
import { wrap } from '../text/wrap.ts'
import type { Finding, FindingStatus } from './finding.ts'

/** In the order of the report. */
export const groups = {
  installation: 'Installation',
  path: 'PATH',
  session: 'Session',
  aws: 'AWS',
  environment: 'Environment',
  project: 'Project',
  locks: 'Locks',
} as const

export type Group = keyof typeof groups
export type Check = { group: Group } & Finding

/** What `tfsso doctor --json` prints; docs/doctor.md says what each part means. */
export interface Report {
  version: string
  broken: number
  warnings: number
  checks: Check[]
}

export function makeReport(version: string, checks: readonly Check[]): Report {
  const count = (status: FindingStatus) => checks.filter((check) => check.status === status).length
  return { version, broken: count('broken'), warnings: count('warning'), checks: [...checks] }
}

const colors: Record<FindingStatus, Color> = {
  ok: 'green',
  warning: 'magenta',
  broken: 'red',
  skipped: 'dim',
}
const indent = '  skipped  '.length

export function renderReport(report: Report, { paint, columns, shorten }: Page): string {
  const fitted = (text: string, hang: number) =>
    wrap(shorten(text), columns ?? Number.POSITIVE_INFINITY, hang)
  const { checks, broken, warnings } = withoutControls(report)
  const lines: string[] = []
  for (const [group, title] of Object.entries(groups)) {
    const own = checks.filter((check) => check.group === group)
    if (own.length === 0) continue
    lines.push(paint('bold', title))
    for (const { status, message, advice } of own) {
      lines.push(fitted(`  ${paint(colors[status], status.padEnd(indent - 2))}${message}`, indent))
      for (const line of advice) lines.push(fitted(' '.repeat(indent) + line, indent + 2))
    }
    lines.push('')
  }
  lines.push(
    broken > 0
      ? paint('red', `${many(broken, 'thing')} broken, ${many(warnings, 'warning')}.`)
      : `Nothing is broken${warnings > 0 ? `; ${many(warnings, 'warning')}` : ''}.`,
  )
  return `${lines.join('\n')}\n`
}

const many = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
