import fs from 'node:fs'
import { fail, type Problem } from '../text/problem.ts'

/**
 * Writes to stdout at once and completely. process.stdout is not used: it is slow to set up, which a shim
 * would wait for, and it reports a full disk too late. If the reader is gone, that is not a failure.
 * Problem 1 if the output can't be written.
 */
export function writeOutput(text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(1, rest))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') return
      // The pipe is full, and somebody has set it to non-blocking.
      if (code !== 'EAGAIN') throw unwritten(code)
    }
  }
}

/** The Problem that stdout can't be written to, as on a full disk. The output is incomplete then. */
export function unwritten(code: string | undefined): Problem {
  return fail(`The output could not be written: ${code}.`)
}
