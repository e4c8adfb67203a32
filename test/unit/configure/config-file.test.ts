import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { readConfigFile, writeConfigFile } from '../../../lib/configure/config-file.ts'
import { Problem, renderProblem } from '../../../lib/text/problem.ts'
import { temporary } from '../../rig/install.ts'

const mode = (file: string) => fs.statSync(file).mode & 0o7777
const textOf = (file: string) => fs.readFileSync(file, 'utf8')
const write = (file: string, text: string) =>
  writeConfigFile(readConfigFile(file), Buffer.from(text))

test('a new file and its directory are private, and no backup is made', (t) => {
  const directory = path.join(temporary('tfsso-config-'), '.aws')
  const file = path.join(directory, 'config')
  t.is(write(file, 'new'), undefined)
  t.is(textOf(file), 'new')
  t.is(mode(file), 0o600)
  t.is(mode(directory), 0o700)
  t.deepEqual(fs.readdirSync(directory), ['config'])
})

test('a file keeps its mode, and the last three backups are readable only by the owner', (t) => {
  const directory = temporary('tfsso-config-')
  const file = path.join(directory, 'config')
  fs.writeFileSync(file, 'one')
  fs.chmodSync(file, 0o644)
  t.is(write(file, 'two'), `${file}.tfsso-backup`)
  t.is(write(file, 'three'), `${file}.tfsso-backup`)
  fs.writeFileSync(file, 'one')
  t.is(write(file, 'four'), `${file}.tfsso-backup.1`, 'the same once is enough')
  t.is(mode(file), 0o644)
  t.is(textOf(file), 'four')
  for (const text of ['five', 'six', 'seven']) write(file, text)
  const kept = ['', '.1', '.2'].map((end) => textOf(`${file}.tfsso-backup${end}`))
  t.deepEqual(kept, ['six', 'five', 'four'])
  t.is(mode(`${file}.tfsso-backup.2`), 0o600)
  t.is(fs.readdirSync(directory).length, 4)
  t.is(write(file, ''), `${file}.tfsso-backup`)
  t.false(fs.existsSync(file), 'what would be empty is removed')
})

test('a link stays a link, even in a chain of links, or if its target does not exist yet', (t) => {
  const directory = temporary('tfsso-config-')
  const file = path.join(directory, 'config')
  fs.mkdirSync(path.join(directory, 'dotfiles/aws'), { recursive: true })
  fs.symlinkSync('dotfiles/link', file)
  fs.symlinkSync('aws/config', path.join(directory, 'dotfiles/link'))
  const target = path.join(directory, 'dotfiles/aws/config')
  t.is(write(file, 'one'), undefined)
  t.is(write(file, 'two'), `${file}.tfsso-backup`)
  t.is(textOf(target), 'two')
  t.true(fs.lstatSync(file).isSymbolicLink())
  t.true(fs.lstatSync(path.join(directory, 'dotfiles/link')).isSymbolicLink())
  t.deepEqual(fs.readdirSync(path.dirname(target)), ['config'])
  // The operating system follows 40 links.
  for (let number = 1; number <= 40; number++)
    fs.symlinkSync(`long${number + 1}`, path.join(directory, `long${number}`))
  t.is(readConfigFile(path.join(directory, 'long1')).target, path.join(directory, 'long41'))
})

test('a file that can’t be edited is a Problem with 78, and is not changed', (t) => {
  const directory = temporary('tfsso-config-')
  const file = path.join(directory, 'config')
  const refused = (pattern: RegExp) => {
    const error = t.throws(() => write(file, 'new'), { instanceOf: Problem })
    t.is(error?.code, 78)
    t.regex(error?.message ?? '', pattern)
  }
  fs.writeFileSync(file, 'old', { mode: 0o444 })
  refused(/cannot be written: it is read-only/)
  t.is(textOf(file), 'old')
  fs.rmSync(file)
  fs.mkdirSync(file)
  refused(/is not a plain file/)
  fs.rmdirSync(file)
  fs.symlinkSync('config', file)
  refused(/leads to itself/)
  fs.rmSync(file)
  fs.symlinkSync('other', file)
  fs.symlinkSync('config', path.join(directory, 'other'))
  refused(/leads to itself/)
  fs.rmSync(file)
  fs.rmSync(path.join(directory, 'other'))
  fs.symlinkSync('config/below', file)
  refused(/cannot be read: ELOOP/)
  fs.rmSync(file)
  fs.writeFileSync(file, Buffer.from('\ufeff[default]\n', 'utf16le'))
  refused(/UTF-16/)
  fs.rmSync(file)
  fs.writeFileSync(path.join(directory, 'plain'), '')
  const below = path.join(directory, 'plain/config')
  t.is(t.throws(() => readConfigFile(below), { instanceOf: Problem })?.code, 78)
  t.deepEqual(fs.readdirSync(directory), ['plain'])
  fs.symlinkSync('nowhere', path.join(directory, 'link'))
  const error = t.throws(() => write(path.join(directory, 'link/config'), 'new'))
  t.like(error, {
    code: 78,
    message: `${path.join(directory, 'link')} is a link to nowhere, which does not exist.`,
  })
})

for (const [code, advice] of [
  ['EBUSY', /mount point/],
  ['EDQUOT', /The disk is full/],
  ['ENOSPC', /The disk is full/],
  ['EROFS', /`tfsso configure --print`/],
  ['EIO', /`tfsso configure --print`/],
] as const)
  test(`a file that can’t be replaced is a Problem with 78: ${code}`, (t) => {
    const directory = temporary('tfsso-config-')
    const file = path.join(directory, 'config')
    const rename = fs.renameSync
    fs.renameSync = () => {
      throw Object.assign(new Error(), { code })
    }
    try {
      const error = t.throws(() => write(file, 'new'), { instanceOf: Problem })
      t.is(error.code, 78)
      t.true(error.message.endsWith(`config cannot be written: ${code}.`), error.message)
      t.regex(renderProblem(error), advice)
    } finally {
      fs.renameSync = rename
    }
    t.deepEqual(fs.readdirSync(directory), [])
  })
