import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { createLinter, loadTextlintrc } from 'textlint'
import { fragments } from './fragments.ts'

/* Checks the English of pages, comments, messages and test titles with textlint. */

/** This rule is not applied to code, where one sentence can consist of several strings. */
const pagesOnly = 'sentence-length'

const linter = createLinter({ descriptor: await loadTextlintrc() })
const files = execFileSync('git', ['ls-files', '-z', ...process.argv.slice(2)], {
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => /\.(md|ts|mjs|cjs|sh)$|^(bin|libexec|shims)\//.test(file))

let faults = 0
for (const file of files) {
  const source = readFileSync(file, 'utf8')
  const isPage = file.endsWith('.md')
  const { text, lineOf } = isPage ? page(source) : code(file, source)
  // As plain text, comments take half the time that they take as Markdown.
  const { messages } = await linter.lintText(text, isPage ? 'page.md' : 'fragments.txt')
  for (const { line, message, ruleId } of messages) {
    if (ruleId === pagesOnly && !isPage) continue
    console.log(`${file}:${lineOf(line)}: ${message.replaceAll(/\s+/g, ' ')}`)
    faults += 1
  }
}
process.exitCode = faults === 0 ? 0 : 1

function page(source: string) {
  return { text: source, lineOf: (line: number) => line }
}

/**
 * Returns a text with a paragraph for each fragment. `lineOf` converts a line number of this text into the line number
 * in the file.
 */
function code(file: string, source: string) {
  const lines: string[] = []
  const places: number[] = []
  for (const { line, text } of fragments(file, source)) {
    for (const [index, part] of text.split('\n').entries()) {
      lines.push(part)
      places.push(line + index)
    }
    lines.push('')
    places.push(line)
  }
  return { text: lines.join('\n'), lineOf: (line: number) => places[line - 1] ?? 1 }
}
