import path from 'node:path'
import { readPrivate } from '../files/read-trusted.ts'
import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'
import { pidSpace } from '../process/identity.ts'
import { steadyMs } from '../process/steady-clock.ts'
import type { Token } from '../session/token.ts'
import { hashToken } from './store.ts'

/** How long runs do not try a refused token. */
const rememberedMs = 60_000

/**
 * A hash of the last access token that AWS refused (401). If many runs start with such a token, at most one run for
 * each role asks AWS. The others read this record and renew the token.
 */
export class RefusedToken {
  readonly #file: string

  constructor(places: Places) {
    this.#file = path.join(cacheDirectory(places), 'refused-token')
  }

  /** A record from another machine or container (`pidSpace`) does not count. */
  is(token: Token): boolean {
    const [hash, space, atMs] = (readPrivate(this.#file) ?? '').trimEnd().split('|')
    const age = steadyMs() - Number(atMs)
    return hash === hashToken(token) && space === pidSpace() && age >= 0 && age < rememberedMs
  }

  remember(token: Token): void {
    try {
      writePrivate(this.#file, `${hashToken(token)}|${pidSpace()}|${steadyMs()}\n`)
    } catch {
      // The disk can't be written to: other runs ask AWS themselves.
    }
  }
}
