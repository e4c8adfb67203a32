import fs from 'node:fs'
import { exitCode, Problem } from '../text/problem.ts'

/**
 * Writes to stdout at once and whole. process.stdout costs 3 ms to set up, which a shim waits for, and says too late
 * that a disk is full. A reader that has gone is no failure. Problem (1) where it can't be written.
 */
export function writeOutput(text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(1, rest))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') return
      // A pipe that somebody has set to non-blocking and that is full.
      if (code !== 'EAGAIN') throw unwritten(code)
    }
  }
}

/** That stdout can't be written, as on a full disk. What it holds by then is not all. */
export function unwritten(code: string | undefined): Problem {
  return new Problem(exitCode.failure, `The output could not be written: ${code}.`)
}
