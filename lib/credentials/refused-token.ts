import path from 'node:path'
import { readPrivate } from '../files/read-trusted.ts'
import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'
import { pidSpace } from '../process/identity.ts'
import { steadyMs } from '../process/steady-clock.ts'
import type { Token } from '../session/token.ts'
import { hashToken } from './store.ts'

/** For how long nobody asks again with a token that AWS has refused, ms: runs that start together share the answer. */
const rememberedMs = 60_000

/**
 * The access token that AWS has refused last (401), for all runs: of many with a dead token one asks for each role, and
 * the others renew it at once.
 */
export class RefusedToken {
  readonly #file: string

  constructor(places: Places) {
    this.#file = path.join(cacheDirectory(places), 'refused-token')
  }

  /** Whether AWS has refused this token in the last minute. */
  is(token: Token): boolean {
    const [hash, space, atMs] = (readPrivate(this.#file) ?? '').trimEnd().split('|')
    const age = steadyMs() - Number(atMs)
    return hash === hashToken(token) && space === pidSpace() && age >= 0 && age < rememberedMs
  }

  remember(token: Token): void {
    try {
      writePrivate(this.#file, `${hashToken(token)}|${pidSpace()}|${steadyMs()}\n`)
    } catch {
      // A disk that can't be written to: others ask as well.
    }
  }
}
