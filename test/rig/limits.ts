/**
 * How long `node -e 0` takes on this machine, ms. It was measured when the test run started (ava.config.js). Every
 * limit is a multiple of it, so that a slow machine can pass.
 */
export const nodeMs = Number(process.env.TFSSO_TEST_NODE_MS ?? 100)

/** The limit of every wait, ms. It only ends a test that hangs: the expected event comes long before the limit. */
export const hangMs = 3000 * nodeMs
