import type { Environment } from '../files/user-paths.ts'

const everyMs = 100

/**
 * Shows progress in one line on stderr, if that is a terminal. Call `step` after each of the `total` steps. `end`
 * removes the line.
 */
export function showProgress(what: string, total: number, env: Environment) {
  const live = process.stderr.isTTY && env.TERM !== 'dumb'
  let done = 0
  let shownAt = 0
  const clear = () => {
    if (shownAt > 0) process.stderr.write('\r\x1b[K')
  }
  // Remove the line even if a signal ends this process.
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
