import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { leverageFiles } from '../../lib/layout/leverage/files.ts'
import { limits } from '../../lib/project/limits.ts'
import { repository } from '../rig/install.ts'
import { messagesOf, messagesOfShell } from './messages.ts'

/** All that speaks to people, as plain text: without the quoting of each language, and with the names that stand for one text. */
const sources = ['lib', 'libexec', 'shims', 'bin', 'install.sh', 'uninstall.sh']
  .flatMap((part) => filesBelow(path.join(repository, part)))
  .map((file) => fs.readFileSync(file, 'utf8').replaceAll('\\', ''))
  .map((text) =>
    text
      .replaceAll(
        /\$\{(leverageFiles\.)?common\}|\$\{fileOf\(\w+, 'common'\)\}/g,
        leverageFiles.common,
      )
      .replaceAll('${limits.depth}', String(limits.depth)),
  )

function filesBelow(at: string): string[] {
  if (!fs.statSync(at).isDirectory()) return [at]
  return fs.readdirSync(at).flatMap((name) => filesBelow(path.join(at, name)))
}

/** The page's messages: what stands in code in the first cell of its tables, except for terraform's own. */
const page = fs.readFileSync(path.join(repository, 'docs/troubleshooting.md'), 'utf8')
const messages = page
  .slice(0, page.indexOf('## What terraform says'))
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)])
  .map(([, message = '']) => message)

/** What no person is told but who makes packages or calls what tfsso wrote. */
const ownAffair =
  /^usage: credentials|^a package is made from an archive|^--destination goes|was written by/

/** Whether a source says it: its parts in their order, near each other, `…` standing for what differs. */
function isSaid(message: string): boolean {
  const parts = message
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.replace(/[.*+?^${}()|[\]]/g, '\\$&'))
  const pattern = new RegExp(parts.join('[^\\n]{0,160}?'))
  return sources.some((text) => pattern.test(text))
}

test('the page has messages', (t) => {
  t.true(messages.length > 50)
  t.false(isSaid('There is no such … message'))
})

for (const message of new Set(messages)) {
  test(`docs/troubleshooting.md: ${message}`, (t) => {
    t.true(isSaid(message), 'no source says that any more: correct the page')
  })
}

/** The exit codes that the page gives a message: its own, else those of its section. */
function codesOf(message: string): number[] {
  const at = page.indexOf(`\`${message}\``)
  const rowStart = page.lastIndexOf('\n', at) + 1
  const cell = page.slice(rowStart).split(' | ')[0] ?? ''
  const own = [...cell.matchAll(/\((\d+)(?:,|\))/g)].map(([, code]) => Number(code))
  if (own.length > 0) return own
  const heading = page.slice(page.lastIndexOf('\n## ', at)).split('\n')[1] ?? ''
  return [...heading.matchAll(/\d+/g)].map(([code]) => Number(code))
}

/** Whether a message of the page is that of the source: its parts stand in it in their order. */
function covers(message: string, said: string): boolean {
  const parts = message.split('…').map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(parts.join('[\\s\\S]*?')).test(said)
}

const said = ['lib', 'libexec']
  .flatMap((part) => filesBelow(path.join(repository, part)))
  .flatMap((file) => {
    const text = fs.readFileSync(file, 'utf8')
    return file.endsWith('.ts') ? messagesOf(text) : messagesOfShell(text)
  })
  .filter(({ text }) => !ownAffair.test(text))

test('every message of the program is on the page, with its exit code', (t) => {
  t.true(said.length > 150)
  const missing = said.filter(({ text }) => !messages.some((message) => covers(message, text)))
  t.deepEqual([...new Set(missing.map(({ text, code }) => `${code} ${text}`))], [])
  const wrong = said.flatMap(({ text, code }) => {
    const codes = messages.filter((message) => covers(message, text)).flatMap(codesOf)
    return code === undefined || codes.includes(code)
      ? []
      : [`${text}: ${code}, not ${codes.join(', ')}`]
  })
  t.deepEqual(wrong, [])
})
