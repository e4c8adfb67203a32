import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fail, type Problem } from '../text/problem.ts'
import { errorCode } from './error-code.ts'

/** Makes a directory that only we can use. Problem (exit code 1) if that fails. */
export function makeTemporaryDirectory(name: string): string {
  try {
    return fs.mkdtempSync(path.join(os.tmpdir(), name))
  } catch (error) {
    throw noTemporaryFile(error)
  }
}

export function noTemporaryFile(error: unknown): Problem {
  return fail(
    `A temporary file could not be created in ${os.tmpdir()} (${errorCode(error)}).`,
    'Free some space there, or set TMPDIR to another directory that you can write to.',
  )
}
