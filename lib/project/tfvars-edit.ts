/** An attribute at the top level of a tfvars file. */
interface Attribute {
  key: string
  /** where the value begins, as an offset into the text */
  from: number
  /** where the value ends; comments and spaces after it are not included */
  to: number
}

/** The line in which the value begins. `before` is undefined for a new key. */
export interface LineChange {
  before: string | undefined
  after: string
}

export interface EditedTfvars {
  text: string
  changes: LineChange[]
}

/**
 * The values are HCL. An existing key keeps its place and its comment; a new key is added at the end. Everything else
 * stays the same, byte by byte.
 */
export function setAttributes(text: string, values: Record<string, string>): EditedTfvars {
  let edited = text
  const changes: LineChange[] = []
  const missing: [key: string, value: string][] = []
  for (const [key, value] of Object.entries(values)) {
    const found = listAttributes(edited).findLast((attribute) => attribute.key === key)
    if (!found) missing.push([key, value])
    else if (edited.slice(found.from, found.to) !== value) {
      const next = edited.slice(0, found.from) + value + edited.slice(found.to)
      changes.push({ before: lineAt(edited, found.from), after: lineAt(next, found.from) })
      edited = next
    }
  }
  const { appended, lines } = append(edited, missing)
  return {
    text: appended,
    changes: [...changes, ...lines.map((after) => ({ before: undefined, after }))],
  }
}

/**
 * Uses the file's own line breaks. Aligns the `=` of all new lines. If the new keys are short enough, their `=` are
 * also aligned with the file's last line.
 */
function append(text: string, missing: readonly [key: string, value: string][]) {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const last = /(?:^|\n)([A-Za-z_][\w-]*[ \t]*)=[^\n]*\n?$/.exec(text)?.[1]
  const width = Math.max((last?.length ?? 1) - 1, ...missing.map(([key]) => key.length))
  const lines = missing.map(([key, value]) => `${key.padEnd(width)} = ${value}`)
  const open = text !== '' && !text.endsWith('\n')
  const parts = open ? lines.map((line) => newline + line) : lines.map((line) => line + newline)
  return { appended: text + parts.join(''), lines }
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at)
  return text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? undefined : end).trimEnd()
}

const attribute = /([A-Za-z_][\w-]*)[ \t]*=(?!=)[ \t]*/y
/** What the scan skips: comments, strings and heredocs. A heredoc's end mark can be indented. */
const whole = [
  /(?:#|\/\/)[^\n]*/y,
  /\/\*[\s\S]*?\*\//y,
  /"(?:[^"\\\n]|\\.)*"/y,
  /<<-?([A-Za-z_][\w-]*)[^\n]*\n(?:[\s\S]*?\n)?[ \t]*\1(?=\r?\n|$)/y,
]

/** The attributes at the top level, in the file's order. */
export function listAttributes(text: string): Attribute[] {
  const found: Attribute[] = []
  let at = 0
  while (at < text.length) {
    const key = matchAt(attribute, text, at)
    if (key?.[1] !== undefined) {
      const from = at + key[0].length
      const to = endOfValue(text, from)
      found.push({ key: key[1], from, to })
      at = Math.max(to, from)
    } else at += lengthAt(text, at)
  }
  return found
}

/** A value ends with its line or before a comment, unless a bracket or a heredoc is open. */
function endOfValue(text: string, from: number): number {
  let depth = 0
  let end = from
  for (let at = from; at < text.length; ) {
    const [char = ''] = text.slice(at, at + 1)
    if (depth === 0 && (char === '\n' || /^(#|\/\/|\/\*)/.test(text.slice(at, at + 2)))) break
    if ('[{('.includes(char)) depth += 1
    if (']})'.includes(char)) depth -= 1
    at += lengthAt(text, at)
    if (!/\s/.test(char)) end = at
  }
  return end
}

const lengthAt = (text: string, at: number) =>
  whole.map((pattern) => matchAt(pattern, text, at)?.[0].length).find((length) => length) ?? 1

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
