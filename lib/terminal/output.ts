import fs from 'node:fs'

/**
 * Writes to stdout at once and whole. process.stdout costs 3 ms to set up, which a shim waits for.
 * A reader that has gone is no failure.
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
      if (code !== 'EAGAIN') throw error
    }
  }
}
