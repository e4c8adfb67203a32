import { type AwsSection, parseAwsConfig } from './sections.ts'

/*
 * An AWS config file as lines. In a line's text, each byte is one latin1 character. So tfsso writes unchanged lines
 * back byte for byte, even if they are not valid UTF-8.
 */

export interface Line {
  /** bytes as latin1 text */
  readonly text: string
  readonly eol: '\n' | '\r\n'
}

export interface Document {
  readonly lines: readonly Line[]
  /** whether the last line ends with a newline; if not, its `eol` is not written */
  readonly closed: boolean
  /** the line ending of most lines, or \n if there is no majority; lines that tfsso adds have it, too */
  readonly eol: Line['eol']
}

export interface Block extends Pick<AwsSection, 'kind' | 'name' | 'settings'> {
  /** the header's index in the document's lines */
  start: number
  /** the index after the last line. Blank lines and comments at the end don't count, but the marker does */
  end: number
  /** the project in the section's marker; undefined if tfsso did not write the section */
  owner: string | undefined
}

/** Matches the marker's line; test each line separately. */
export const markerPattern = /^[ \t]*[#;][ \t]*managed by tfsso for (\S+)[ \t]*$/

export function markerFor(project: string): string {
  return `# managed by tfsso for ${project}`
}

export function decodeLine({ text }: Line): string {
  return Buffer.from(text, 'latin1').toString('utf8')
}

export function makeLine(text: string, eol: Line['eol']): Line {
  return { text: Buffer.from(text).toString('latin1'), eol }
}

export function parseDocument(bytes: Uint8Array): Document {
  const pieces = Buffer.from(bytes).toString('latin1').split('\n')
  const closed = pieces.at(-1) === ''
  if (closed) pieces.pop()
  const crlf = pieces.filter((piece, at) => isCrlf(piece, at, pieces.length, closed)).length
  const eol = crlf * 2 > pieces.length - (closed ? 0 : 1) ? '\r\n' : '\n'
  const lines = pieces.map((piece, at): Line => {
    if (!closed && at === pieces.length - 1) return { text: piece, eol }
    return isCrlf(piece, at, pieces.length, closed)
      ? { text: piece.slice(0, -1), eol: '\r\n' }
      : { text: piece, eol: '\n' }
  })
  return { lines, closed, eol }
}

function isCrlf(piece: string, at: number, count: number, closed: boolean): boolean {
  return piece.endsWith('\r') && (closed || at < count - 1)
}

export function renderDocument({ lines, closed }: Pick<Document, 'lines' | 'closed'>): Buffer {
  const text = lines
    .map(({ text, eol }, at) => (closed || at < lines.length - 1 ? text + eol : text))
    .join('')
  return Buffer.from(text, 'latin1')
}

export function findBlocks({ lines }: Document): Block[] {
  const texts = lines.map(decodeLine)
  const starts = texts.flatMap((text, at) => (parseAwsConfig(text).length > 0 ? at : []))
  return starts.flatMap((start, index) => {
    const next = starts[index + 1] ?? lines.length
    const isContent = (text: string) => !/^\s*([#;].*)?$/.test(text) || markerPattern.test(text)
    const length = texts.slice(start, next).findLastIndex(isContent) + 1
    const own = texts.slice(start, start + length)
    const [section] = parseAwsConfig(own.join('\n'))
    if (!section) return []
    const { kind, name, settings } = section
    const owner = own.map((text) => markerPattern.exec(text)?.[1]).find((found) => found)
    return { kind, name, settings, start, end: start + length, owner }
  })
}
