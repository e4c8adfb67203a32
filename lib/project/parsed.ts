import path from 'node:path'
import { readPrivate, removeUnused, writePrivate } from '../support/files.ts'

/** A week without use: what is kept of a file that nobody has any more. */
const unusedMs = 7 * 24 * 3600 * 1000

/**
 * What was made of a file's content, kept by the content's hash in a private directory, so that
 * nothing is parsed twice. Only a cache: one that cannot be read or written changes nothing.
 */
export class ParsedCache {
  readonly #directory: string | undefined

  constructor(directory?: string) {
    this.#directory = directory
  }

  /**
   * What `make` gives for this content. `kind` names what is made and its version: change it when
   * `make` changes. What `make` throws is thrown, and not kept.
   */
  async get<T>(checksum: string, kind: string, make: () => Promise<T>): Promise<T> {
    const file = this.#directory && path.join(this.#directory, `${checksum}.${kind}.json`)
    const known = file && readPrivate(file)
    if (known) {
      try {
        return JSON.parse(known)
      } catch {
        // damaged: made again
      }
    }
    const made = await make()
    if (file) {
      try {
        removeUnused(path.dirname(file), unusedMs, Date.now())
        writePrivate(file, JSON.stringify(made))
      } catch {
        // a full disk must not stop the run
      }
    }
    return made
  }
}
