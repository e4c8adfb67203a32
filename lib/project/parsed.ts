import path from 'node:path'
import { readPrivate, removeUnused, writePrivate } from '../support/files.ts'

/** A week without use: what is kept of a file that nobody has any more. */
const unusedMs = 7 * 24 * 3600 * 1000

/**
 * What was made of a file's content, kept by the content's hash in a private directory, so that
 * nothing is parsed twice. Only a cache: one that cannot be read or written changes nothing. Without a
 * directory it is kept in memory, as long as the object lives.
 */
export class ParsedCache {
  readonly #directory: string | undefined
  readonly #memory = new Map<string, unknown>()

  constructor(directory?: string) {
    this.#directory = directory
  }

  /**
   * What `make` gives for this content. `kind` names what is made and its version: change it when
   * `make` changes. What `make` throws is thrown, and not kept.
   */
  async get<T>(checksum: string, kind: string, make: () => Promise<T>): Promise<T> {
    if (this.#directory === undefined) return await this.#remember(`${checksum}.${kind}`, make)
    const file = path.join(this.#directory, `${checksum}.${kind}.json`)
    const known = readPrivate(file)
    if (known) {
      try {
        return JSON.parse(known)
      } catch {
        // damaged: made again
      }
    }
    const made = await make()
    try {
      removeUnused(path.dirname(file), unusedMs, Date.now())
      writePrivate(file, JSON.stringify(made))
    } catch {
      // a full disk must not stop the run
    }
    return made
  }

  async #remember<T>(key: string, make: () => Promise<T>): Promise<T> {
    if (!this.#memory.has(key)) this.#memory.set(key, await make())
    return this.#memory.get(key) as T
  }
}
