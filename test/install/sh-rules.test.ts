import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { isInstallation } from '../../lib/install/installed.ts'
import { defaultPrefix } from '../../lib/install/prefix.ts'
import { repository, temporary } from '../rig/install.ts'

/** Runs a line of sh with the rules of npm/installation.sh. */
function inSh(line: string, env: Record<string, string>): string {
  const script = `set -eu; . "${repository}npm/installation.sh"; ${line}`
  return execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' })
}

test('sh and TypeScript have one default place', (t) => {
  for (const HOME of [undefined, '', 'h', '/h'])
    for (const XDG_DATA_HOME of [undefined, '', 'd', '/d']) {
      const env = {
        PATH: '/usr/bin:/bin',
        ...(HOME ? { HOME } : {}),
        ...(XDG_DATA_HOME ? { XDG_DATA_HOME } : {}),
      }
      t.is(inSh('tfsso_default_prefix; printf %s "$prefix"', env), defaultPrefix(env) ?? '')
    }
})

test('sh and TypeScript know an installation by the same links', (t) => {
  const root = temporary('tfsso links-')
  const links: [current: string | undefined, shims: string | undefined][] = [
    ['versions/1', 'current/shims'],
    ['versions/', 'current/shims'],
    ['/versions/1', 'current/shims'],
    ['versions/1', undefined],
    [undefined, 'current/shims'],
    ['versions/1', 'current/bin'],
  ]
  for (const [index, [current, shims]] of links.entries()) {
    const prefix = path.join(root, String(index))
    fs.mkdirSync(prefix)
    if (current) fs.symlinkSync(current, path.join(prefix, 'current'))
    if (shims) fs.symlinkSync(shims, path.join(prefix, 'shims'))
    const said = inSh('if tfsso_installed; then echo yes; else echo no; fi', {
      PATH: '/usr/bin:/bin',
      prefix,
    })
    t.is(said.trim() === 'yes', isInstallation(prefix), `${current} ${shims}`)
    t.is(isInstallation(prefix), index === 0)
  }
})
