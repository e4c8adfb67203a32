import fs from 'node:fs'
import { fail, type Problem } from '../text/problem.ts'

/**
 * Writes to stdout at once and completely. process.stdout takes time to set up, and reports a full disk too late. If
 * the reader is gone, that is no failure. Problem (exit code 1) if the output can't be written.
 */
export function writeOutput(text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(1, rest))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') return
      // EAGAIN: another program has made the pipe non-blocking, and the pipe is full. Try again.
      if (code !== 'EAGAIN') throw unwritten(code)
    }
  }
}

/** Exit code 1. The output is incomplete, for example on a full disk. */
export function unwritten(code: string | undefined): Problem {
  return fail(`The output could not be written: ${code}.`)
}
