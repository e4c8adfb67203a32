import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { isFile, listDirectory, readIfThere } from '../../../lib/files/read.ts'
import { repository, temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const root = temporary('tfsso files-')
const at = (...parts: string[]) => path.join(root, ...parts)

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
  ['pipe', false, undefined],
]

test('what counts as a file, and its content', (t) => {
  for (const [name, file, content] of kinds) {
    t.is(isFile(at(name)), file, name)
    t.is(readIfThere(at(name))?.toString(), content, name)
  }
  for (const name of ['loop', 'x'.repeat(300)]) t.false(isFile(at(name)), name)
})

test('a file that is too large is a Problem with its name', (t) => {
  const large = write(at('large'), '')
  fs.truncateSync(large, 3 * 1024 ** 3)
  const error = t.throws(() => readIfThere(large), { name: 'Problem' })
  t.is(error.message, `${large} has 3072 MiB, but tfsso reads files up to 256 MiB.`)
})

/**
 * These files may read without lib/files, because they read nothing large. They read files of the kernel and of the
 * installation. They also read programs, but only those exactly as large as a shim. The test does not look at
 * lib/install and lib/demo.
 */
const others = [
  'doctor/checks/tools.ts',
  ...['login/browser.ts', 'login/peer.ts', 'process/identity.ts'],
]

test('apart from the listed files, lib reads files through lib/files, which limits their size and never waits for a pipe', (t) => {
  const lib = path.join(repository, 'lib')
  const reading = fs
    .readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(files|install|demo)\//.test(file))
    .filter((file) => /readFile(Sync)?\(/.test(fs.readFileSync(path.join(lib, file), 'utf8')))
    .filter((file) => !/^layout\/tfsso-hcl\//.test(file)) // these have a `readFile` of their own
  t.deepEqual(reading.sort(), others.sort())
})

test('the names in a directory', (t) => {
  t.true(listDirectory(root).includes('file'))
  for (const name of ['missing', 'file']) t.deepEqual(listDirectory(at(name)), [])
})
