import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { hangMs } from './limits.ts'

/** Waits until the condition is true. Throws after `hangMs`. */
export async function until(isSo: () => boolean): Promise<void> {
  const started = performance.now()
  while (!isSo()) {
    if (performance.now() - started > hangMs) throw new Error(`it never came to that: ${isSo}`)
    await sleep(20)
  }
}

/** Whether a process has ended. A zombie counts as ended. */
export function hasEnded(pid: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' })
  return /^(Z.*)?$/.test(stdout.trim())
}
