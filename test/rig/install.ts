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

/** A new directory below the system's temporary one, by its physical path; removed at exit. */
export function temporary(name: string): string {
  const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), name)))
  process.on('exit', () => fs.rmSync(directory, { recursive: true, force: true }))
  return directory
}
