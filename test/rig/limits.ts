/**
 * How long `node -e 0` takes on this machine, ms: measured once, when the run started (ava.config.js).
 * Every limit is a multiple of it, so that a slow machine can pass.
 */
export const nodeMs = Number(process.env.TFSSO_TEST_NODE_MS ?? 100)

/** The end of any wait, ms. It is there to end a hang: what is waited for comes long before. */
export const hangMs = 3000 * nodeMs
