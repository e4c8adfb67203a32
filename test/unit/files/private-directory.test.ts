import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { ensurePrivateDirectory } from '../../../lib/files/private-directory.ts'
import { orMessage } from '../../project/parse.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const root = temporary('tfsso files-')
const at = (...parts: string[]) => path.join(root, ...parts)
const mode = (file: string) => (fs.statSync(file).mode & 0o777).toString(8)

write(at('file'), 'content')
fs.mkdirSync(at('directory'))
fs.symlinkSync('nowhere', at('dangling'))

test('a private directory is made with its parents, without access for others', (t) => {
  const directory = at('a/b/c')
  ensurePrivateDirectory(directory)
  t.is(mode(directory), '700')
  fs.chmodSync(directory, 0o755)
  ensurePrivateDirectory(directory)
  t.is(mode(directory), '700')
})

test('a directory below /proc is a Problem, and does not cause a loop (mkdir always gives ENOENT there)', async (t) => {
  const directory = '/proc/tfsso/a/b'
  t.regex(
    String(await orMessage(() => ensurePrivateDirectory(directory))),
    /^\/proc\/tfsso\/a\/b cannot be created: (ENOENT|EACCES|EROFS)\./,
  )
})

test('a path that can’t be a private directory is a Problem', async (t) => {
  fs.symlinkSync(at('directory'), at('directory-link'))
  const cases: [directory: string, message: string][] = [
    [at('file'), `${at('file')} is not a directory.`],
    [at('directory-link'), `${at('directory-link')} is not a directory.`],
    [at('dangling'), `${at('dangling')} is not a directory.`],
    [at('file/below'), `${at('file/below')} cannot be created: ENOTDIR.`],
    [at('dangling/a'), `${at('dangling')} is a link to nowhere, which does not exist.`],
    [at('dangling/a/b'), `${at('dangling')} is a link to nowhere, which does not exist.`],
  ]
  if (process.getuid?.() === 0) {
    fs.mkdirSync(at('theirs'))
    fs.chownSync(at('theirs'), 12345, 12345)
    cases.push([
      at('theirs'),
      `${at('theirs')} belongs to another user, so nothing is stored there.`,
    ])
  }
  for (const [directory, message] of cases)
    t.is(String(await orMessage(() => ensurePrivateDirectory(directory))).split('\n')[0], message)
})
