import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { followLinks } from '../../../lib/files/follow-links.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

test('followLinks returns each link on the way and what the last one leads to', (t) => {
  const root = fs.realpathSync(temporary('tfsso links-'))
  write(path.join(root, 'real/a'), '')
  for (const [link, target] of [
    ['directory', 'real/./'],
    ['real/up', '../real/a'],
    ['absolute', `${root}/directory/up`],
    ['dangling', 'nowhere/../real/none'],
    ['circle', 'circle'],
  ] as const)
    fs.symlinkSync(target, path.join(root, link))
  const cases: [file: string, passed: string[]][] = [
    ['real/a', ['real/a']],
    ['none/b', ['none/b']],
    ['directory/a', ['directory', 'real/a']],
    ['directory/up', ['directory', 'real/up', 'real/a']],
    ['absolute', ['absolute', 'directory', 'real/up', 'real/a']],
    ['dangling', ['dangling', 'real/none']],
    ['circle/x', ['circle']],
  ]
  for (const [file, passed] of cases) {
    const found = [...followLinks(path.join(root, file))]
    t.deepEqual(
      [...new Set(found)],
      passed.map((name) => path.join(root, name)),
      file,
    )
  }
})
