import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { readPrivate } from '../../../lib/files/read-trusted.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const root = temporary('tfsso files-')
const at = (...parts: string[]) => path.join(root, ...parts)

test('a private file is read only if it can be trusted', (t) => {
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
