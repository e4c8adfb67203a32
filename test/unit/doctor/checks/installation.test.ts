import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { readInstallation } from '../../../../lib/doctor/checks/installation.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'

test('doctor looks for every file of the build’s list, and for what the installer writes', (t) => {
  const prefix = temporary('tfsso-list-')
  const links = ['shims', 'bin', 'libexec', 'lib']
  fs.symlinkSync('versions/1', path.join(prefix, 'current'))
  for (const name of links) fs.symlinkSync(`current/${name}`, path.join(prefix, name))
  const version = path.join(prefix, 'versions/1')
  const listed = [
    'bin/tfsso',
    'lib/cli.js',
    'libexec/credentials',
    'libexec/none.sh',
    'main.wasm.gz',
  ]
  write(path.join(version, 'libexec/files'), `${listed.join('\n')}\n`)
  for (const name of ['shims/terraform', 'shims/tofu', 'bin/tfsso', 'libexec/credentials']) {
    write(path.join(version, name), '')
    fs.chmodSync(path.join(version, name), name === 'shims/tofu' ? 0o644 : 0o755)
  }
  for (const name of ['lib/cli.js', 'main.wasm.gz', '../../env'])
    write(path.join(version, name), '')
  fs.chmodSync(path.join(version, 'main.wasm.gz'), 0o666)
  t.deepEqual(readInstallation(prefix), {
    missing: ['shims/tofu', 'libexec/none.sh', 'env.fish'],
    open: ['main.wasm.gz'],
  })
  fs.rmSync(path.join(version, 'libexec/files'))
  t.true(readInstallation(prefix).missing.includes('libexec/files'))
})
