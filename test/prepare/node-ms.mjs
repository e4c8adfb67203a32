import { spawnSync } from 'node:child_process'

/**
 * Returns the longest of three times of `node -e 0`, in ms. The result is at least 40, because a fast machine could be
 * busy later.
 */
export function measureNodeMs() {
  const times = [1, 2, 3].map(() => {
    const started = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    return performance.now() - started
  })
  return Math.max(40, Math.round(Math.max(...times)))
}
