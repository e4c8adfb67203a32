// Replaces node's assert, because loading node's assert takes longer than taking a lock. Only signal-exit (in
// proper-lockfile) uses it: `equal` checks that signal-exit gets a function.

/**
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} message
 */
exports.equal = (actual, expected, message) => {
  if (actual !== expected) throw new Error(message)
}
