import fs from 'node:fs'
import { fail, type Problem } from '../text/problem.ts'

/**
 * Writes to stdout at once and completely. It does not use process.stdout, which is slow to set up (a shim waits for
 * this output) and reports a full disk too late. It is no failure if the reader is gone. Problem (exit code 1) if the
 * output can't be written.
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
