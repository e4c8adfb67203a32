import os from 'node:os'
import path from 'node:path'
import { readPrivate } from '../files/read-trusted.ts'
import { writePrivate } from '../files/write-private.ts'

/**
 * Up to this difference (ms), AWS's clock and ours count as equal. The difference can't be measured exactly: a Date
 * header has only whole seconds.
 */
const toleranceMs = 15_000

/** When this machine started, ms by its own clock. The result changes if somebody sets the clock. */
const startedAtMs = () => Date.now() - os.uptime() * 1000

/**
 * AWS's clock, as the Date headers of its answers show it. The difference from our clock is stored, so that the next
 * process knows it before AWS answers. Without this difference, a valid token would seem expired if our clock is fast.
 */
export class AwsClock {
  readonly #file: string
  #offsetMs: number

  /** `cache`: a private directory */
  constructor(cache: string) {
    this.#file = path.join(cache, 'aws-clock')
    const kept = /^(-?\d+) (\d+)\n$/.exec(readPrivate(this.#file) ?? '')
    const [, offset = 0, startedAt = 0] = (kept ?? []).map(Number)
    // After a restart, or if somebody has set the clock, the stored difference is void.
    this.#offsetMs = Math.abs(startedAt - startedAtMs()) <= toleranceMs ? offset : 0
  }

  /** ms since 1970 */
  now(): number {
    return Date.now() + this.#offsetMs
  }

  /** Converts ms since 1970 on AWS's clock to this machine's clock. */
  toLocal(awsMs: number): number {
    return awsMs - this.#offsetMs
  }

  /**
   * Uses an answer's Date header (RFC 9110, 6.6.1) to measure the clocks' difference. Ignores small changes of the
   * difference.
   */
  observe(dateHeader: string | undefined): void {
    const seen = Date.parse(dateHeader ?? '')
    if (Number.isNaN(seen)) return
    const offset = seen - Date.now()
    const next = Math.abs(offset) <= toleranceMs ? 0 : offset
    if (Math.abs(next - this.#offsetMs) <= toleranceMs) return
    this.#offsetMs = next
    try {
      writePrivate(this.#file, `${Math.round(next)} ${Math.round(startedAtMs())}\n`)
    } catch {
      // only a cache
    }
  }
}
