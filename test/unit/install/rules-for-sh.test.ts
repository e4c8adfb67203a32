import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { isInstallation } from '../../../lib/install/installed.ts'
import { defaultPrefix } from '../../../lib/install/prefix.ts'
import { oldestNode } from '../../../lib/process/oldest-node.ts'
import { generatedFiles } from '../../../lib/shell-parts.ts'
import { repository, temporary } from '../../rig/install.ts'

function inSh(lines: string[], env: Record<string, string> = {}): string[] {
  const script = ['set -eu', `. "${repository}npm/rules.sh"`, ...lines].join('\n')
  const options = { env: { PATH: '/usr/bin:/bin', ...env }, encoding: 'utf8' } as const
  return execFileSync('/bin/sh', ['-c', script], options).trim().split('\n')
}

test('the generated files in the repository are up to date (`npm run build` makes them)', (t) => {
  for (const [name, text] of Object.entries(generatedFiles()))
    t.is(fs.readFileSync(path.join(repository, name), 'utf8'), text, name)
})

test('sh and TypeScript have the same default prefix', (t) => {
  for (const HOME of [undefined, '', 'h', '/h'])
    for (const XDG_DATA_HOME of [undefined, '', 'd', '/d']) {
      const env = { ...(HOME ? { HOME } : {}), ...(XDG_DATA_HOME ? { XDG_DATA_HOME } : {}) }
      t.deepEqual(inSh(['tfsso_default_prefix; echo "$prefix"'], env), [defaultPrefix(env) ?? ''])
    }
})

test('sh and TypeScript recognize an installation by the same links', (t) => {
  const root = temporary('tfsso links-')
  const links: [current: string | undefined, shims: string | undefined][] = [
    ['versions/1.2.3-20260101000000-1', 'current/shims'],
    ['versions/', 'current/shims'],
    ['/versions/1', 'current/shims'],
    ['versions/1', undefined],
    [undefined, 'current/shims'],
    ['versions/1', 'current/bin'],
  ]
  const prefixes = links.map(([current, shims], index) => {
    const prefix = path.join(root, String(index))
    fs.mkdirSync(prefix)
    if (current) fs.symlinkSync(current, path.join(prefix, 'current'))
    if (shims) fs.symlinkSync(shims, path.join(prefix, 'shims'))
    return prefix
  })
  const lines = prefixes.map(
    (prefix) => `prefix='${prefix}'; if tfsso_installed; then echo true; else echo false; fi`,
  )
  const first = lines[0]?.split(';')[0] ?? ''
  const versions = ['1.2.3', '1.2', '1.2.3-2026'].map(
    (version) => `${first}; if tfsso_has_version ${version}; then echo true; else echo false; fi`,
  )
  const found = prefixes.map((prefix) => String(isInstallation(prefix)))
  t.deepEqual(inSh([...lines, ...versions]), [...found, 'true', 'false', 'false'])
  t.deepEqual(found, ['true', 'false', 'false', 'false', 'false', 'false'])
})

test('sh accepts the versions of Node.js that package.json allows, and no older ones', (t) => {
  const { engines } = JSON.parse(fs.readFileSync(`${repository}package.json`, 'utf8'))
  t.is(engines.node, `>=${oldestNode}`)
  const table: [version: string, willDo: boolean][] = [
    ['v20.19.0', true],
    ['v20.20.2', true],
    ['v21.0.0', true],
    ['v26.12.1', true],
    ['v100.0.0', true],
    ['v22.0.0-nightly2025', true],
    ['v20.18.3', false],
    ['v20.2.0', false],
    ['v18.20.4', false],
    ['v8.19.0', false],
    ['', false],
    ['v', false],
    ['v22', false],
    ['v2x.1.1', false],
    ['v22.x1.0', false],
    ['v22.1x.0', false],
    ['mise 2026.1.0', false],
  ]
  const lines = table.map(
    ([version]) => `if tfsso_will_do '${version}'; then echo true; else echo false; fi`,
  )
  t.deepEqual(
    inSh(lines),
    table.map(([, willDo]) => String(willDo)),
  )
})
