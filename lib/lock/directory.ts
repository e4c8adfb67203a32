import fs from 'node:fs'
import path from 'node:path'
import { danglingLink } from '../files/dangling-link.ts'
import { errorCode } from '../files/error-code.ts'
import { makeDirectories } from '../files/private-directory.ts'
import { lookAt } from '../files/read.ts'
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
    throw danglingLink(path.dirname(directory)) ?? unusableBy(directory, error)
  }
  const stat = lookAt(directory)
  if (!stat) return // another process has just removed it: `claim` will fail, and its caller tries again
  const fault = faultOf(stat)
  if (fault) throw unusable(directory, fault)
  if ((stat.mode & 0o077) === 0) return
  try {
    fs.chmodSync(directory, 0o700)
  } catch (error) {
    throw unusableBy(directory, error)
  }
}

function faultOf(stat: fs.Stats): string | undefined {
  if (!stat.isDirectory()) return 'it is not a directory'
  return stat.uid === process.getuid?.() ? undefined : 'it belongs to another user'
}

/** The Problem for a system error at the lock's directory. Any other error is returned as it is. */
export function unusableBy(directory: string, error: unknown): unknown {
  const code = errorCode(error)
  if (code === undefined) return error
  const stat = lookAt(directory)
  return unusable(directory, (stat && faultOf(stat)) ?? code)
}

export function unusable(directory: string, why: string): Problem {
  return new Problem(
    exitCode.busy,
    `Could not create a lock at ${directory} (${why}).`,
    'It must be a directory that you can read and write, on a disk that is not full.',
  )
}
