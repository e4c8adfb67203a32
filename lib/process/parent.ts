import { orElse } from '../text/attempt.ts'

const everyMs = 500

/**
 * Ends this process (exit code 143) when its parent or the shim has ended. Otherwise a login would still use the shim's
 * terminal and hold the lock. `shim`: the shim's pid, which the shim passes. The pid is needed: if the shim ended
 * before `process.ppid` was read, `process.ppid` would never change.
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
