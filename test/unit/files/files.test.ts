import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import {
  ensurePrivateDirectory,
  isFile,
  listDirectory,
  readIfThere,
  readPrivate,
  removeUnused,
  sha256,
} from '../../../lib/files/files.ts'
import { orMessage } from '../../project/parse.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const root = temporary('tfsso files-')
const at = (...parts: string[]) => path.join(root, ...parts)
const mode = (file: string) => (fs.statSync(file).mode & 0o777).toString(8)

write(at('file'), 'content')
fs.mkdirSync(at('directory'))
fs.symlinkSync('file', at('link'))
fs.symlinkSync('nowhere', at('dangling'))
fs.symlinkSync('loop', at('loop'))
execFileSync('mkfifo', [at('pipe')])

const kinds: [name: string, file: boolean, content: string | undefined][] = [
  ['file', true, 'content'],
  ['link', true, 'content'],
  ['directory', false, undefined],
  ['dangling', false, undefined],
  ['missing', false, undefined],
  ['file/below', false, undefined],
]

test('what is a file, and what it holds', (t) => {
  for (const [name, file, content] of kinds) {
    t.is(isFile(at(name)), file, name)
    t.is(readIfThere(at(name))?.toString(), content, name)
  }
  for (const name of ['loop', 'pipe', 'x'.repeat(300)]) t.false(isFile(at(name)), name)
})

test('the names in a directory', (t) => {
  t.true(listDirectory(root).includes('file'))
  for (const name of ['missing', 'file']) t.deepEqual(listDirectory(at(name)), [])
})

test('a private file is read where it can be trusted', (t) => {
  const file = write(at('private/a'), 'secret')
  const trusted = (bits: number) => {
    fs.chmodSync(file, bits)
    return readPrivate(file) === 'secret'
  }
  t.deepEqual([0o600, 0o700, 0o644, 0o640, 0o620, 0o602].map(trusted), [
    true,
    true,
    false,
    false,
    false,
    false,
  ])
  fs.chmodSync(file, 0o600)
  fs.symlinkSync('a', at('private/link'))
  for (const name of ['link', 'missing', '.'])
    t.is(readPrivate(at('private', name)), undefined, name)
  if (process.getuid?.() !== 0) return
  fs.chownSync(file, 12345, 12345)
  t.is(readPrivate(file), undefined)
})

test('a private directory is made with its parents, and closed', (t) => {
  const directory = at('a/b/c')
  ensurePrivateDirectory(directory)
  t.is(mode(directory), '700')
  fs.chmodSync(directory, 0o755)
  ensurePrivateDirectory(directory)
  t.is(mode(directory), '700')
})

test('what cannot be a private directory is said', async (t) => {
  fs.symlinkSync(at('directory'), at('directory-link'))
  const cases: [directory: string, message: string][] = [
    [at('file'), `${at('file')} is not a directory.`],
    [at('directory-link'), `${at('directory-link')} is not a directory.`],
    [at('dangling'), `${at('dangling')} is not a directory.`],
    [at('file/below'), `${at('file/below')} cannot be made: ENOTDIR.`],
  ]
  if (process.getuid?.() === 0) {
    fs.mkdirSync(at('theirs'))
    fs.chownSync(at('theirs'), 12345, 12345)
    cases.push([at('theirs'), `${at('theirs')} belongs to another user, so nothing is kept there.`])
  }
  for (const [directory, message] of cases)
    t.is(String(await orMessage(() => ensurePrivateDirectory(directory))).split('\n')[0], message)
})

test('what nobody has used is removed, files and directories', (t) => {
  const directory = at('cache')
  const now = Date.now()
  for (const [name, ageMs] of [
    ['old', 2000],
    ['new', 500],
    ['older/x', 5000],
  ] as const) {
    const file = write(path.join(directory, name), '')
    const seconds = (now - ageMs) / 1000
    for (const touched of [file, path.dirname(file)])
      if (touched !== directory) fs.utimesSync(touched, seconds, seconds)
  }
  removeUnused(directory, 1000, now)
  t.deepEqual(fs.readdirSync(directory), ['new'])
  t.notThrows(() => removeUnused(at('missing'), 0, now))
})

test('SHA-256 of a text is that of its UTF-8', (t) => {
  t.is(sha256('☃'), sha256(Buffer.from('☃')))
  t.is(sha256(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})
