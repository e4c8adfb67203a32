import path from 'node:path'
import { isExecutable } from '../support/files.ts'
import type { Environment } from '../support/places.ts'
import { quoteForShell } from '../support/quote.ts'

/** In this order; both print `HASH  NAME`. cksum's CRC-32 would prove nothing. */
const commands = [['sha256sum'], ['shasum', '-a', '256']]

/** Where they are on the systems that we know, for a PATH that is empty or strange. */
const usualDirectories = ['/usr/bin', '/bin', '/sbin', '/usr/local/bin']

/** The command that prints SHA-256 sums, as words of sh with an absolute path; undefined if none. */
export function findChecksumCommand(
  env: Environment,
  usual: readonly string[] = usualDirectories,
): string | undefined {
  const directories = [...usual, ...(env.PATH ?? '').split(':')].filter(path.isAbsolute)
  for (const [name = '', ...options] of commands) {
    for (const directory of directories) {
      const file = path.join(directory, name)
      if (isExecutable(file)) return [quoteForShell(file), ...options].join(' ')
    }
  }
  return undefined
}
