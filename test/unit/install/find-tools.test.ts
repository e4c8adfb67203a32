import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { type Found, findTool } from '../../../lib/install/find-tools.ts'
import { temporary } from '../../rig/install.ts'

const root = temporary('tfsso tools-')
const [shims, bin, empty] = ['p/shims', 'bin', 'empty'].map((name) => path.join(root, name)) as [
  string,
  string,
  string,
]
for (const directory of [shims, bin, empty]) fs.mkdirSync(directory, { recursive: true })
const [shim, real] = [path.join(shims, 'terraform'), path.join(bin, 'terraform')]
for (const file of [shim, real]) fs.writeFileSync(file, '', { mode: 0o755 })
fs.writeFileSync(path.join(empty, 'terraform'), '', { mode: 0o644 })
fs.mkdirSync(path.join(root, 'links'))
fs.symlinkSync(shim, path.join(root, 'links/terraform'))

const rows: [what: string, env: Record<string, string>, found: Omit<Found, 'tool'>][] = [
  ['no PATH', {}, { first: undefined, isShim: false, isThere: false }],
  ['nothing executable', { PATH: empty }, { first: undefined, isShim: false, isThere: false }],
  ['a real terraform', { PATH: bin }, { first: real, isShim: false, isThere: true }],
  ['only the shim', { PATH: shims }, { first: shim, isShim: true, isThere: false }],
  ['the shim first', { PATH: `${shims}:${bin}` }, { first: shim, isShim: true, isThere: true }],
  ['the shim second', { PATH: `${bin}:${shims}` }, { first: real, isShim: false, isThere: true }],
  [
    'a link to the shim',
    { PATH: path.join(root, 'links') },
    { first: path.join(root, 'links/terraform'), isShim: true, isThere: false },
  ],
  [
    'the shim, and a terraform that TFSSO_TERRAFORM names',
    { PATH: shims, TFSSO_TERRAFORM: real },
    { first: shim, isShim: true, isThere: true },
  ],
  [
    'the shim, and a missing terraform that TFSSO_TERRAFORM names',
    { PATH: shims, TFSSO_TERRAFORM: '/nowhere/terraform' },
    { first: shim, isShim: true, isThere: false },
  ],
]

for (const [what, env, found] of rows)
  test(`what terraform means on PATH: ${what}`, (t) => {
    t.deepEqual(findTool('terraform', path.join(root, 'p'), env), { tool: 'terraform', ...found })
  })
