import fs from 'node:fs'
import path from 'node:path'
import { danglingLink } from '../files/dangling-link.ts'
import { errorCode } from '../files/error-code.ts'
import { makeDirectories } from '../files/private-directory.ts'
import { exitCode, Problem } from '../text/problem.ts'

/**
 * Makes the directory, or takes away other users' access to an existing one. Problem (exit code 78) if a directory above
 * is a link to nothing. Problem (75) if it fails otherwise, if something else is at this path, or if the directory
 * belongs to another user.
 */
export function prepareDirectory(directory: string): void {
  try {
    makeDirectories(directory)
  } catch (error) {
    throw danglingLink(path.dirname(directory)) ?? unusable(directory, errorCode(error))
  }
  const stat = fs.lstatSync(directory, { throwIfNoEntry: false })
  if (!stat) return // another process has just removed it: `claim` will fail, and its caller tries again
  if (!stat.isDirectory()) throw unusable(directory, 'it is not a directory')
  if (stat.uid !== process.getuid?.()) throw unusable(directory, 'it belongs to another user')
  if ((stat.mode & 0o077) === 0) return
  try {
    fs.chmodSync(directory, 0o700)
  } catch (error) {
    throw unusable(directory, errorCode(error))
  }
}

export function unusable(directory: string, why: string | undefined): Problem {
  return new Problem(
    exitCode.busy,
    `Could not create a lock at ${directory} (${why}).`,
    'It must be a directory that you can read and write, on a disk that is not full.',
  )
}
