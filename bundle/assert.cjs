// Replaces node's assert, which takes longer to load than a lock takes. signal-exit (in proper-lockfile) only checks
// that it gets a function.

/**
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} message
 */
exports.equal = (actual, expected, message) => {
  if (actual !== expected) throw new Error(message)
}
