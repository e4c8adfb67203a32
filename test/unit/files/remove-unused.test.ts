import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { removeUnused } from '../../../lib/files/remove-unused.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const root = temporary('tfsso files-')
const at = (...parts: string[]) => path.join(root, ...parts)

test('unused files and directories are removed', (t) => {
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
