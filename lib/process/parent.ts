/** How often it is looked after, ms. */
const everyMs = 500

/**
 * Ends this process (143) once the one that started it has gone: a shim that was killed is followed by
 * nobody, and a login would go on waiting in its terminal and hold the lock.
 */
export function endWithParent(): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.exit(143)
  }, everyMs).unref()
}
