import fs from 'node:fs'
import path from 'node:path'
import { digest, type Hash } from '../files/digest.ts'
import { isExecutable } from '../files/read.ts'
import type { SumFormat } from '../files/sum-line.ts'
import type { Environment } from '../files/user-paths.ts'
import { quoteForShell } from '../text/quote.ts'

/** A command that checks sums: it is given a file of them, says nothing, and fails for any that differs. */
export interface ChecksumCommand extends SumFormat {
  /** words of sh, the program by its absolute path */
  words: string
  /** the same, but it says which file differs */
  telling: string
}

/** Where they are on the systems that we know, for a PATH that is empty or strange. */
const usualDirectories = ['/usr/bin', '/bin', '/sbin', '/usr/local/bin']

/**
 * b2sum, else sha256sum, else Perl's shasum; undefined where there is none of them. GNU's sha256sum may be
 * linked with libcrypto (Debian 13, Ubuntu 24.04, Fedora), which takes long to load (bench/README.md);
 * GNU's b2sum is not. cksum's CRC-32 would prove nothing.
 */
export function findChecksumCommand(
  env: Environment,
  usual: readonly string[] = usualDirectories,
): ChecksumCommand | undefined {
  const directories = [...usual, ...(env.PATH ?? '').split(':')].filter(path.isAbsolute)
  const find = (name: string) =>
    directories.map((directory) => path.join(directory, name)).find(isExecutable)

  const b2sum = knows('blake2b512') ? find('b2sum') : undefined
  // Other programs of that name check nothing; coreutils' has its sister beside it.
  if (b2sum && !isSmall(b2sum) && isExecutable(path.join(path.dirname(b2sum), 'sha256sum')))
    return { ...wordsFor(b2sum, '-c', gnuOptions), hash: 'blake2b512', escapes: true }
  const hash = 'sha256'
  const sha256sum = find('sha256sum')
  if (sha256sum && isSmall(sha256sum))
    return { ...wordsFor(sha256sum, '-c', '-s'), hash, escapes: false }
  if (sha256sum) return { ...wordsFor(sha256sum, '-c', gnuOptions), hash, escapes: true }
  const shasum = find('shasum')
  if (!shasum) return undefined
  return { ...wordsFor(shasum, '-a 256 -c', '--status'), hash, escapes: false }
}

const gnuOptions = '--status --strict'

/** `quiet`: the options by which it says nothing. */
function wordsFor(program: string, check: string, quiet: string) {
  const telling = `${quoteForShell(program)} ${check}`
  return { words: `${telling} ${quiet}`, telling }
}

/** Whether it is one of those that know short options only, and take names as they stand. */
function isSmall(program: string): boolean {
  return ['busybox', 'toybox'].includes(path.basename(fs.realpathSync(program)))
}

/** Whether node can compute it: not all can where FIPS is enforced. */
function knows(hash: Hash): boolean {
  try {
    return digest(hash, '') !== ''
  } catch {
    return false
  }
}
