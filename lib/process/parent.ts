/** How often it is looked after, ms. */
const everyMs = 500

/**
 * Ends this process (143) once the shim that started it has gone: nobody waits for its answer then, and a login would
 * go on in the shim's terminal and hold the lock. `shim`: its pid, for it may be killed before we have started.
 */
export function endWithParent(shim: string | undefined): void {
  const parent = process.ppid
  const pid = Number(shim)
  setInterval(() => {
    if (process.ppid !== parent || (pid > 1 && !isThere(pid))) process.exit(143)
  }, everyMs).unref()
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
