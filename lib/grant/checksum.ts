import fs from 'node:fs'
import path from 'node:path'
import { isExecutable } from '../support/files.ts'
import type { Environment } from '../support/places.ts'
import { quoteForShell } from '../support/quote.ts'

/** A command that checks SHA-256 sums: it is given a file of them, says nothing, and fails for any that differs. */
export interface ChecksumCommand {
  /** words of sh, the program by its absolute path */
  words: string
  /** whether it reads names that GNU's sha256sum escapes, and fails for a line that it cannot read */
  escapes: boolean
}

/** Where they are on the systems that we know, for a PATH that is empty or strange. */
const usualDirectories = ['/usr/bin', '/bin', '/sbin', '/usr/local/bin']

/** sha256sum, else Perl's shasum; undefined where there is neither. cksum's CRC-32 would prove nothing. */
export function findChecksumCommand(
  env: Environment,
  usual: readonly string[] = usualDirectories,
): ChecksumCommand | undefined {
  const directories = [...usual, ...(env.PATH ?? '').split(':')].filter(path.isAbsolute)
  const find = (name: string) =>
    directories.map((directory) => path.join(directory, name)).find(isExecutable)

  const sha256sum = find('sha256sum')
  if (sha256sum) {
    // These know short options only, and take names as they stand.
    const small = ['busybox', 'toybox'].includes(path.basename(fs.realpathSync(sha256sum)))
    const options = small ? '-c -s' : '-c --status --strict'
    return { words: `${quoteForShell(sha256sum)} ${options}`, escapes: !small }
  }
  const shasum = find('shasum')
  if (!shasum) return undefined
  return { words: `${quoteForShell(shasum)} -a 256 -c --status`, escapes: false }
}
