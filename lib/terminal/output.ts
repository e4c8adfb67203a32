import fs from 'node:fs'
import { fail, type Problem } from '../text/problem.ts'

/**
 * Writes to stdout at once and completely. It does not use process.stdout, for two reasons: process.stdout takes time
 * to set up while a shim waits for the output, and it reports a full disk too late. If the reader is gone, that is no
 * failure. Problem (exit code 1) if the output can't be written.
 */
export function writeOutput(text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(1, rest))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') return
      // EAGAIN: the pipe is full, and another program has made it non-blocking. Try again.
      if (code !== 'EAGAIN') throw unwritten(code)
    }
  }
}

/** The Problem if stdout can't be written to, for example on a full disk. The output is then incomplete. */
export function unwritten(code: string | undefined): Problem {
  return fail(`The output could not be written: ${code}.`)
}
