import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { execa } from 'execa'
import { installation } from '../rig/install.ts'
import { shells } from '../rig/shells.ts'

test('each shell can parse each script of the installation', async (t) => {
  const root = installation()
  const scripts = ['shims', 'bin', 'libexec', 'current/npm', 'current']
    .flatMap((name) =>
      fs.readdirSync(path.join(root, name)).map((file) => path.join(root, name, file)),
    )
    .filter((file) => fs.statSync(file).isFile())
    .filter((file) => /\.sh$/.test(file) || fs.readFileSync(file, 'utf8').startsWith('#!/bin/sh'))
  t.true(scripts.length > 40)
  for (const shell of shells) {
    const all = 'code=0; for file; do $shell -n "$file" || code=1; done; exit $code'
    const { exitCode, stderr } = await execa('sh', ['-c', all, 'sh', ...scripts], {
      env: { shell: shell.join(' ') },
      reject: false,
    })
    t.deepEqual([exitCode, stderr], [0, ''], shell.join(' '))
  }
})
