import fs from 'node:fs'
import path from 'node:path'
import { digest, type Hash } from '../files/digest.ts'
import { isExecutable } from '../files/read.ts'
import type { SumFormat } from '../files/sum-line.ts'
import type { Environment } from '../files/user-paths.ts'
import { orElse } from '../text/attempt.ts'
import { quoteForShell } from '../text/quote.ts'

/*
 * Chooses the command with which sh verifies the checksums of a grant's inputs.
 */

/** The command reads a file of checksums, prints nothing, and fails if a checksum differs. */
export interface ChecksumCommand extends SumFormat {
  /** words of sh, with the program's absolute path */
  words: string
  /** like `words`, but the command prints which file differs */
  telling: string
}

/** Searched before PATH, which could lack some of them. */
const usualDirectories = ['/usr/bin', '/bin', '/sbin', '/usr/local/bin']

/**
 * coreutils' b2sum, otherwise any sha256sum, otherwise shasum (Perl's). b2sum comes first because some systems (Debian
 * 13, Ubuntu 24.04, Fedora) link GNU's sha256sum with libcrypto, which is slow to load (bench/README.md). cksum is not
 * used: a CRC-32 is easy to forge.
 */
export function findChecksumCommand(
  env: Environment,
  usual: readonly string[] = usualDirectories,
): ChecksumCommand | undefined {
  const directories = [...usual, ...(env.PATH ?? '').split(':')].filter(path.isAbsolute)
  const find = (name: string) =>
    directories.map((directory) => path.join(directory, name)).find(isExecutable)

  const b2sum = knows('blake2b512') ? find('b2sum') : undefined
  // Some programs called b2sum have no option -c. A b2sum with a sha256sum beside it is coreutils' and has -c.
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

/** `check`: the options for verifying. `quiet`: those that make the command print nothing. */
function wordsFor(program: string, check: string, quiet: string) {
  const telling = `${quoteForShell(program)} ${check}`
  return { words: `${telling} ${quiet}`, telling }
}

/** busybox and toybox accept only short options and don't escape names. */
function isSmall(program: string): boolean {
  return ['busybox', 'toybox'].includes(path.basename(fs.realpathSync(program)))
}

/** If FIPS is enforced, node lacks some hashes. */
function knows(hash: Hash): boolean {
  return orElse(() => digest(hash, '') !== '', false)
}
