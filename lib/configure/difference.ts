import { type Document, decodeLine, type Line } from '../aws-config/document.ts'
import type { Paint } from '../terminal/paint.ts'

/**
 * A unified diff, without unchanged lines, because they could contain secrets; empty if no line changes. A line counts
 * as unchanged only if both documents contain the same object.
 */
export function renderDifference(file: string, before: Document, after: Document): string {
  const later = new Set(after.lines)
  const kept = new Set(before.lines.filter((line) => later.has(line)))
  const hunks: string[] = []
  let [old, now] = [0, 0]
  while (old < before.lines.length || now < after.lines.length) {
    const removed = takeWhile(before.lines, old, (line) => !kept.has(line))
    const added = takeWhile(after.lines, now, (line) => !kept.has(line))
    if (removed.length === 0 && added.length === 0) {
      old += 1
      now += 1
      continue
    }
    hunks.push(
      `@@ -${range(old, removed.length)} +${range(now, added.length)} @@`,
      ...removed.map((line) => `-${show(line)}`),
      ...added.map((line) => `+${show(line)}`),
    )
    old += removed.length
    now += added.length
  }
  return hunks.length === 0 ? '' : `${[`--- ${file}`, `+++ ${file}`, ...hunks].join('\n')}\n`
}

/** The colors are much like those of `diff --color`. */
export function paintDifference(difference: string, paint: Paint): string {
  return difference
    .replace(/^(?:---|\+\+\+) .*$/gm, (line) => paint('bold', line))
    .replace(/^@@.*$/gm, (line) => paint('dim', line))
    .replace(/^-(?!-- ).*$/gm, (line) => paint('red', line))
    .replace(/^\+(?!\+\+ ).*$/gm, (line) => paint('green', line))
}

function takeWhile(lines: readonly Line[], from: number, test: (line: Line) => boolean): Line[] {
  const end = lines.findIndex((line, at) => at >= from && !test(line))
  return lines.slice(from, end < 0 ? undefined : end)
}

/**
 * One side (old or new) of a hunk's header, in diff's notation. If that side has no lines, its range starts at the line
 * before the change.
 */
function range(from: number, length: number): string {
  return length === 0 ? `${from},0` : length === 1 ? `${from + 1}` : `${from + 1},${length}`
}

/**
 * Replaces the value with `***` if the key looks like a secret's: a section that tfsso replaces could contain secrets.
 */
function show(line: Line): string {
  return decodeLine(line)
    .replace(/^(\s*[\w-]*(?:secret|token|password|key)[\w-]*\s*[=:]\s*).+$/i, '$1***')
    .replace(/[^\P{Cc}\t]/gu, '?')
}
