// Replaces node's assert, because loading that takes longer than taking a lock. signal-exit (in proper-lockfile) only
// checks that it gets a function.

/**
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} message
 */
exports.equal = (actual, expected, message) => {
  if (actual !== expected) throw new Error(message)
}
