import { orElse } from '../text/attempt.ts'

/** How often the parent is checked, ms. */
const everyMs = 500

/**
 * Ends this process (exit code 143) when the shim that started it, or its parent process, has ended. Nobody waits for
 * the answer any more, but a login would still use the shim's terminal and hold the lock. `shim` is the shim's pid. The
 * shim passes this pid, because the shim could end before this process reads `process.ppid`.
 */
export function endWithParent(shim: string | undefined): void {
  const parent = process.ppid
  const pid = Number(shim)
  setInterval(() => {
    if (process.ppid !== parent || (pid > 1 && !isThere(pid))) process.exit(143)
  }, everyMs).unref()
}

function isThere(pid: number): boolean {
  return orElse(() => process.kill(pid, 0), false)
}
