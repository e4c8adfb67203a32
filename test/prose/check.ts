import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { createLinter, loadTextlintrc } from 'textlint'
import { fragments } from './fragments.ts'

/*
 * Checks the English of the repository (pages, comments, messages, titles of tests) with textlint and the rules in
 * .textlintrc.json. Prints `file:line: what` for each mistake. Exits with 1 if there are mistakes.
 */

/** This rule is for pages only, because in code one sentence can consist of several strings. */
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
  // Reading comments as plain text takes half the time of reading them as Markdown.
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
 * Returns one page in which each fragment of a file is a paragraph, and a function (`lineOf`) that converts a line of
 * the page into a line of the file.
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
