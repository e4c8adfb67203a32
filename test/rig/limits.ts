/**
 * How long `node -e 0` takes on this machine, ms: measured once, when the run started (ava.config.js).
 * Every limit is a multiple of it, so that a slow machine can pass.
 */
export const nodeMs = Number(process.env.TFSSO_TEST_NODE_MS ?? 100)

/** The limit of every wait, ms. It only ends a hang: the expected event comes long before. */
export const hangMs = 3000 * nodeMs
