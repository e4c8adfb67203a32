import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { askMany } from '../../../lib/grant/grant.ts'
import { Inputs } from '../../../lib/project/inputs.ts'
import { repository, temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'
import { shells } from '../../rig/shells.ts'

/** `same`: the inputs stay the same */
const changes: readonly { change: string; same: boolean; make(root: string): void }[] = [
  { change: 'nothing', same: true, make: () => {} },
  { change: 'a file beside them', same: true, make: (at) => write(`${at}/new`, '') },
  { change: 'a directory beside them', same: true, make: (at) => fs.mkdirSync(`${at}/new`) },
  { change: 'one file fewer beside them', same: true, make: (at) => fs.rmSync(`${at}/Makefile`) },
  { change: 'one more of the files', same: false, make: (at) => write(`${at}/new/config/a`, '') },
  {
    change: 'one fewer of the files',
    same: false,
    make: (at) => fs.rmSync(`${at}/d0`, { recursive: true }),
  },
  {
    change: 'a file in a directory that had none',
    same: false,
    make: (at) => write(`${at}/docs/config/a`, ''),
  },
  {
    change: 'one more of the files, and one file fewer beside them',
    same: false,
    make(at) {
      fs.rmSync(`${at}/Makefile`)
      write(`${at}/new/config/a`, '')
    },
  },
]

/** Six directories with a file config/a, one without it, and a Makefile beside them */
function makeDirectories(): { root: string; ask: string } {
  const root = temporary("tfsso many'-")
  for (let n = 0; n < 6; n++) write(`${root}/d${n}/config/a`, '')
  write(`${root}/Makefile`, '')
  write(`${root}/docs/README.md`, '')
  const inputs = new Inputs()
  inputs.count(root, '/config/a')
  return { root, ask: inputs.words().many.map(askMany).join('') }
}

for (const { change, same, make } of changes)
  test(`for files in many directories, sh says «${same ? 'unchanged' : 'changed'}» after this change: ${change}`, (t) => {
    const { root, ask } = makeDirectories()
    make(root)
    const script = `. "$1"; { ${ask}echo yes; } || echo no`
    const questions = path.join(repository, 'libexec/grant-questions.sh')
    for (const [shell = '', ...options] of shells) {
      const args = [...options, '-c', script, 'sh', questions]
      const env = { PATH: process.env.PATH }
      const said = execFileSync(shell, args, {
        encoding: 'utf8',
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      t.is(said, same ? 'yes\n' : 'no\n', shell)
    }
  })

test('if most directories lack the file, sh searches each directory', (t) => {
  const { root, ask } = makeDirectories()
  t.regex(ask, /tfsso_without/)
  for (let n = 0; n < 3; n++) fs.rmSync(`${root}/d${n}`, { recursive: true })
  const inputs = new Inputs()
  inputs.count(root, '/config/a')
  t.deepEqual(inputs.words().many.map(askMany), [
    `tfsso_as_many 4 '${root.replaceAll("'", "'\\''")}/'*'/config/a' &&\n`,
  ])
})
