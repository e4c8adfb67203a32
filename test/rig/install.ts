import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installed, pointer } from '../prepare/installation.mjs'

export const repository = fileURLToPath(new URL('../../', import.meta.url))

let shared: string | undefined

/**
 * Returns the installation that all tests share, and makes it if needed (test/prepare/installation.mjs).
 * TFSSO_TEST_PREFIX can name another one.
 */
export function installation(): string {
  shared ??= process.env.TFSSO_TEST_PREFIX ?? ensure()
  return shared
}

function ensure(): string {
  const file = process.env.TFSSO_TEST_POINTER ?? pointer()
  if (file === '') throw new Error('unit tests must not need an installation')
  const program = path.join(repository, 'test/prepare/installation.mjs')
  // Making an installation waits for a turn (test/prepare/turn.mjs). This synchronous function can't wait, so another
  // process makes it.
  const make = () => execFileSync(process.execPath, [program, file], { encoding: 'utf8' })
  return installed(file) ?? make()
}

/** Copies the installation, for a test that changes something in it. */
export function copyInstallation(prefix = path.join(temporary('tfsso-copy-'), 'tf sso')): string {
  const from = installation()
  fs.mkdirSync(path.dirname(prefix), { recursive: true })
  execFileSync('cp', ['-RP', from, prefix])
  for (const name of [
    'shims/terraform',
    'shims/tofu',
    'shims/terragrunt',
    'libexec/credentials',
    'bin/tfsso',
    'env',
    'env.fish',
  ]) {
    const file = path.join(prefix, name)
    const { mode } = fs.statSync(file)
    const text = fs.readFileSync(file, 'utf8').replaceAll(from, prefix)
    fs.rmSync(file)
    fs.writeFileSync(file, text, { mode })
  }
  return prefix
}

const made: string[] = []
process.on('exit', () => {
  for (const directory of made) fs.rmSync(directory, { recursive: true, force: true })
})

/** Makes a temporary directory, and removes it at exit. Returns its physical path. */
export function temporary(name: string): string {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), name)))
  made.push(directory)
  return directory
}
