import fs from 'node:fs'
import path from 'node:path'
import { misconfigured } from '../text/problem.ts'
import { danglingLink } from './dangling-link.ts'
import { errorCode } from './error-code.ts'
import { isDirectory, lookAt } from './read.ts'

/**
 * Also makes missing parents. Throws the error of mkdir(2). Does not use node's recursive mkdir: that never returns if
 * mkdir(2) fails with ENOENT although the parent exists (as below /proc).
 */
export function makeDirectories(directory: string): void {
  try {
    fs.mkdirSync(directory, { mode: 0o700 })
  } catch (error) {
    const parent = path.dirname(directory)
    if (errorCode(error) !== 'ENOENT' || parent === directory) {
      if (errorCode(error) === 'EEXIST' && isDirectory(directory)) return
      throw error
    }
    makeDirectories(parent)
    try {
      fs.mkdirSync(directory, { mode: 0o700 })
    } catch (again) {
      // Another process was faster.
      if (errorCode(again) !== 'EEXIST') throw again
    }
  }
}

/**
 * Makes a directory and missing parents. Takes access to the directory away from others. Problem (exit code 78) if the
 * directory can't be created or made private. Also a Problem if the path is not a directory, or belongs to another
 * user.
 */
export function ensurePrivateDirectory(directory: string): void {
  const stat = lookAt(directory) ?? makePrivateDirectory(directory)
  if (!stat.isDirectory())
    throw misconfigured(`${directory} is not a directory.`, 'Remove it and run the command again.')
  if (stat.uid !== process.getuid?.()) {
    throw misconfigured(
      `${directory} belongs to another user, so nothing is stored there.`,
      'Set HOME, or XDG_CACHE_HOME, to a directory of your own. Under sudo, use `sudo -H`.',
    )
  }
  if ((stat.mode & 0o077) === 0) return
  try {
    fs.chmodSync(directory, 0o700)
  } catch (error) {
    throw misconfigured(
      `${directory} is accessible to other users, and tfsso cannot change that: ${errorCode(error)}.`,
      `Run: chmod 700 ${directory}`,
    )
  }
}

function makePrivateDirectory(directory: string): fs.Stats {
  let code: string | undefined
  try {
    makeDirectories(directory)
  } catch (error) {
    code = errorCode(error)
  }
  // After an error, too: another process could have put something there.
  const stat = lookAt(directory)
  if (stat) return stat
  throw (
    danglingLink(directory) ??
    misconfigured(
      `${directory} cannot be created: ${code ?? 'another process has just removed it'}.`,
      'Set HOME, or XDG_CACHE_HOME, to a directory that you can write to.',
    )
  )
}

/**
 * Removes the first entry below `from`, on the way to `to`, that is not a directory. This entry can be `to` itself.
 * `from` must be tfsso's cache or a directory in it.
 */
export function clearWay(from: string, to: string): void {
  let at = from
  for (const name of path.relative(from, to).split('/')) {
    at = path.join(at, name)
    const stat = fs.lstatSync(at, { throwIfNoEntry: false })
    if (!stat) return
    if (!stat.isDirectory()) fs.rmSync(at, { force: true })
  }
}
