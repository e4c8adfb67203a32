/**
 * How long `node -e 0` takes on this machine, ms. It was measured when the test run started (ava.config.js). Every
 * limit is a multiple of this time, so that the tests pass on a slow machine, too.
 */
export const nodeMs = Number(process.env.TFSSO_TEST_NODE_MS ?? 100)

/** The usual limit of a wait, ms. It only ends a test that hangs: the expected event comes long before the limit. */
export const hangMs = 3000 * nodeMs
