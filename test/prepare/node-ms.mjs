import { spawnSync } from 'node:child_process'

/**
 * How long `node -e 0` takes on this machine now, in ms: the yardstick of every limit in the tests. At
 * least 40, so that a fast machine that gets busy later is not held to what it can do at its best.
 */
export function measureNodeMs() {
  const times = [1, 2, 3].map(() => {
    const started = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    return performance.now() - started
  })
  return Math.max(40, Math.round(Math.max(...times)))
}
