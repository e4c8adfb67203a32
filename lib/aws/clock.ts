import os from 'node:os'
import path from 'node:path'
import { readPrivate } from '../files/read-trusted.ts'
import { writePrivate } from '../files/write-private.ts'

/**
 * Up to this difference, ms, AWS's clock and ours count as equal. It is more than 1 s, because a Date header has whole
 * seconds.
 */
const toleranceMs = 15_000

/** When this machine started, by its own clock, ms. The value changes when somebody sets the clock. */
const startedAtMs = () => Date.now() - os.uptime() * 1000

/**
 * AWS's clock, as the Date headers of AWS's answers show it. Its difference from our clock is stored for the next
 * process: on a machine whose clock is an hour fast, a valid token must not seem to have expired.
 */
export class AwsClock {
  readonly #file: string
  #offsetMs: number

  /** `cache`: a private directory. */
  constructor(cache: string) {
    this.#file = path.join(cache, 'aws-clock')
    const kept = /^(-?\d+) (\d+)\n$/.exec(readPrivate(this.#file) ?? '')
    const [, offset = 0, startedAt = 0] = (kept ?? []).map(Number)
    // Use the stored difference only if this machine has not restarted since the measurement, and nobody has set its
    // clock since then.
    this.#offsetMs = Math.abs(startedAt - startedAtMs()) <= toleranceMs ? offset : 0
  }

  /** AWS's time now, ms since 1970. */
  now(): number {
    return Date.now() + this.#offsetMs
  }

  /** Converts a moment on AWS's clock to this machine's clock; both are ms since 1970. */
  toLocal(awsMs: number): number {
    return awsMs - this.#offsetMs
  }

  /**
   * Measures the difference between the two clocks with the Date header of an answer (RFC 9110, 6.6.1). Ignores small
   * changes of the difference.
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
      // The file is only a cache, so a failure to write it does not matter.
    }
  }
}
