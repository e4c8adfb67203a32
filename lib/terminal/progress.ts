import type { Environment } from '../files/user-paths.ts'

/** So often the line is written anew, ms. */
const everyMs = 100

/**
 * Counts up to `total` in one line on stderr, where that is a terminal; elsewhere it says nothing.
 * `end` takes the line away.
 */
export function showProgress(what: string, total: number, env: Environment) {
  const live = process.stderr.isTTY && env.TERM !== 'dumb'
  let done = 0
  let shownAt = 0
  const clear = () => {
    if (shownAt > 0) process.stderr.write('\r\x1b[K')
  }
  // An interruption, too, leaves a clean line.
  process.once('exit', clear)
  return {
    step: () => {
      done += 1
      const now = performance.now()
      if (!live || now - shownAt < everyMs) return
      shownAt = now
      process.stderr.write(`\r\x1b[K${what} (${done} of ${total}) …`)
    },
    end: () => {
      clear()
      process.removeListener('exit', clear)
    },
  }
}
