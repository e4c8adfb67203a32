import fs from 'node:fs'
import path from 'node:path'
import { misconfigured } from '../text/problem.ts'
import { errorCode } from './error-code.ts'
import { lookAt } from './read.ts'

/** Why a directory can't be made: of a read-only disk node's recursive mkdir says ENOENT. */
export function reasonFor(directory: string, error: unknown): string | undefined {
  if (errorCode(error) !== 'ENOENT') return errorCode(error)
  try {
    fs.mkdirSync(directory, { mode: 0o700 })
    return 'EEXIST'
  } catch (plain) {
    return errorCode(plain) === 'EEXIST' ? 'ENOENT' : errorCode(plain)
  }
}

/**
 * Makes a directory that only its owner may enter, and its parents. One of ours that is open to
 * others is closed; one that is another user's, or no directory, is refused (78).
 */
export function ensurePrivateDirectory(directory: string): void {
  const stat = lookAt(directory) ?? makeDirectory(directory)
  if (!stat.isDirectory())
    throw misconfigured(`${directory} is not a directory.`, 'Remove it and run the command again.')
  if (stat.uid !== process.getuid?.()) {
    throw misconfigured(
      `${directory} belongs to another user, so nothing is kept there.`,
      'Under sudo, use `sudo -H` or leave HOME to the other user; or set XDG_CACHE_HOME.',
    )
  }
  if ((stat.mode & 0o077) === 0) return
  try {
    fs.chmodSync(directory, 0o700)
  } catch (error) {
    throw misconfigured(
      `${directory} is open to others and cannot be closed: ${errorCode(error)}.`,
      `Run: chmod 700 ${directory}`,
    )
  }
}

function makeDirectory(directory: string): fs.Stats {
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    const code = reasonFor(directory, error)
    // Else it stands there now, and what it is, is told by its reader.
    if (code !== 'EEXIST') {
      throw misconfigured(
        `${directory} cannot be made: ${code}.`,
        'Set HOME, or XDG_CACHE_HOME, to a directory that you may write to.',
      )
    }
  }
  return fs.lstatSync(directory)
}

/** Removes what stands in the place of a directory on the way from one of ours down to another. */
export function clearWay(from: string, to: string): void {
  let at = from
  for (const name of path.relative(from, to).split('/')) {
    at = path.join(at, name)
    const stat = fs.lstatSync(at, { throwIfNoEntry: false })
    if (!stat) return
    if (!stat.isDirectory()) fs.rmSync(at, { force: true })
  }
}
