/*
 * Our block in a startup file. If the file was new or lacked a final newline, a comment in the block says so. With this
 * comment, an uninstall can restore the file byte for byte. Texts here are latin1: one character is one byte.
 */

export const blockBegin = '# >>> tfsso >>>'
export const blockEnd = '# <<< tfsso <<<'
const note = "# From tfsso's install.sh, whose --uninstall takes it out again."
const wasNew = '# (The file was made for this.)'
const wasBare = '# (The line above had no end.)'

export interface Split {
  /** the lines of our blocks; a block without `blockEnd` is not ours */
  block: string[]
  /** the file as it would be without our blocks */
  rest: string
  /** whether we created the file for the block */
  isNew: boolean
}

export function splitBlock(text: string): Split {
  const isBare = !endsLine(text)
  const lines = text.split('\n')
  if (!isBare) lines.pop()
  const block: string[] = []
  const kept: string[] = []
  let held: string[] = []
  let joined = false
  const keep = (some: string[]) => {
    kept.push(...some)
    if (some.length > 0) joined = false
  }
  for (const line of lines) {
    if (line === blockBegin) {
      keep(held)
      held = [line]
    } else if (held.length === 0) keep([line])
    else held.push(line)
    if (line !== blockEnd || held.length === 0) continue
    block.push(...held)
    joined ||= held.includes(wasBare)
    held = []
  }
  keep(held)
  const end = kept.length > 0 && !isBare && !joined ? '\n' : ''
  return { block, rest: kept.join('\n') + end, isNew: block.includes(wasNew) }
}

/** `text`: undefined if there is no file yet. */
export function blockFor(text: string | undefined, line: string): string {
  const isBare = text !== undefined && !endsLine(text)
  const before = text === undefined ? [wasNew] : isBare ? [wasBare] : []
  return [...(isBare ? [''] : []), blockBegin, note, ...before, line, blockEnd, ''].join('\n')
}

function endsLine(text: string): boolean {
  return text === '' || text.endsWith('\n')
}
