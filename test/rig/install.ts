import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const repository = fileURLToPath(new URL('../../', import.meta.url))

let installed: string | undefined

/**
 * The directory of an installation that this test process may use. `npm test` has install.sh make one
 * and names it in TFSSO_TEST_PREFIX; for a test file run alone it is made here, from a fresh build.
 */
export function installation(): string {
  installed ??=
    process.env.TFSSO_TEST_PREFIX ?? install(path.join(temporary('tfsso-install-'), 'tf sso'))
  return installed
}

/** Installs the checkout, already built or not, at a prefix. */
export function install(prefix: string): string {
  execFileSync('sh', [path.join(repository, 'install.sh'), '--prefix', prefix], {
    env: { PATH: process.env.PATH, HOME: path.dirname(prefix) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return prefix
}

/** A copy of the installation, for a test that changes something in it. */
export function copyInstallation(): string {
  const from = installation()
  const prefix = path.join(temporary('tfsso-copy-'), 'tf sso')
  fs.cpSync(from, prefix, { recursive: true, verbatimSymlinks: true })
  for (const name of ['shims/terraform', 'shims/tofu', 'libexec/credentials', 'bin/tfsso']) {
    const file = path.join(prefix, name)
    const text = fs.readFileSync(file, 'utf8').replaceAll(from, prefix)
    fs.rmSync(file)
    fs.writeFileSync(file, text, { mode: 0o755 })
  }
  return prefix
}

const made: string[] = []
process.on('exit', () => {
  for (const directory of made) fs.rmSync(directory, { recursive: true, force: true })
})

/** A new directory below the system's temporary one, by its physical path; removed at exit. */
export function temporary(name: string): string {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), name)))
  made.push(directory)
  return directory
}
