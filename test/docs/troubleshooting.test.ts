import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { leverageFiles } from '../../lib/layout/leverage/files.ts'
import { limits } from '../../lib/project/limits.ts'
import { repository } from '../rig/install.ts'
import { messagesOf, messagesOfShell, withoutComments } from './messages.ts'

/** The sources without comments and backslashes. Two expressions are replaced by their values. */
const sources = ['lib', 'libexec', 'shims', 'bin', 'install.sh', 'uninstall.sh']
  .flatMap((part) => filesBelow(path.join(repository, part)))
  .map((file) => withoutComments(file, fs.readFileSync(file, 'utf8')).replaceAll('\\', ''))
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

/**
 * `messages` are the texts between backticks in the first cells of the page's tables, except terraform's own messages.
 */
const page = fs.readFileSync(path.join(repository, 'docs/troubleshooting.md'), 'utf8')
const messages = page
  .slice(0, page.indexOf('## Messages of terraform and tofu'))
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)])
  .map(([, message = '']) => message)

/** Few people see these messages, so the page can leave them out. */
const ownAffair =
  /^usage: credentials|^a package is made from an archive|^--destination needs|was written by/

/** Whether a source contains the message, with a short text for each `…`. */
function isSaid(message: string): boolean {
  const parts = message
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.replace(/[.*+?^${}()|[\]]/g, '\\$&'))
  const pattern = new RegExp(parts.join('[^\\n]{0,160}?'))
  return sources.some((text) => pattern.test(text))
}

test('this test finds the messages of the page, and does not find a message that does not exist', (t) => {
  t.true(messages.length > 50)
  t.false(isSaid('There is no such … message'))
  t.is(withoutComments('a.ts', "say('no // comment') // a comment\n"), "say('no // comment') \n")
  t.is(withoutComments('a.sh', '# a comment\nsay "x # y" # more\n'), 'say "x # y"\n')
})

for (const message of new Set(messages)) {
  test(`docs/troubleshooting.md: ${message}`, (t) => {
    t.true(isSaid(message), 'no source has this message any more: correct the page')
  })
}

/** The codes beside the message, or else those in the heading of its section. */
function codesOf(message: string): number[] {
  const places = [...page.matchAll(/`[^`]+`/g)].filter(([text]) => text === `\`${message}\``)
  return places.flatMap(({ index }) => codesAt(index))
}

function codesAt(at: number): number[] {
  const rowStart = page.lastIndexOf('\n', at) + 1
  const cell = page.slice(rowStart).split(' | ')[0] ?? ''
  const own = [...cell.matchAll(/\((\d+)(?:,|\))/g)].map(([, code]) => Number(code))
  if (own.length > 0) return own
  const heading = page.slice(page.lastIndexOf('\n## ', at)).split('\n')[1] ?? ''
  return [...heading.matchAll(/\d+/g)].map(([code]) => Number(code))
}

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

test('apart from the messages that few people can see, every message is on the page with its exit code', (t) => {
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
