/**
 * How long `node -e 0` took when the test run started (ava.config.js). Limits are multiples of it, so that the tests
 * pass on a slow machine, too.
 */
export const nodeMs = Number(process.env.TFSSO_TEST_NODE_MS ?? 100)

/** The usual limit of a wait. It only ends a test that hangs. */
export const hangMs = 3000 * nodeMs
