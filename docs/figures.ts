import fs from 'node:fs'

/**
 * Writes figures into a page. They replace the text between `<!-- figures: NAME -->` and `<!-- /figures -->`.
 * @throws if the page has no such markers
 */
export function writeFigures(page: string | URL, name: string, figures: string): void {
  const text = fs.readFileSync(page, 'utf8')
  fs.writeFileSync(page, placeFigures(text, name, figures))
}

/** The text of a page with these figures between the markers of that name. */
export function placeFigures(text: string, name: string, figures: string): string {
  const begin = `<!-- figures: ${name} -->`
  const end = '<!-- /figures -->'
  const from = text.indexOf(begin)
  const to = text.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`no place for the figures "${name}"`)
  return `${text.slice(0, from + begin.length)}\n${figures}\n${text.slice(to)}`
}
