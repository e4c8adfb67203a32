import fs from 'node:fs'
import path from 'node:path'
import { sha256 } from '../files/digest.ts'
import { readPrivate } from '../files/read-trusted.ts'
import { removeUnused } from '../files/remove-unused.ts'
import { writePrivate } from '../files/write-private.ts'

/** A week without use: what is kept of a file that nobody has any more. */
const unusedMs = 7 * 24 * 3600 * 1000

/**
 * What was made of a file's content, kept by the content's hash in a private directory, so that
 * nothing is parsed twice. Only a cache: one that cannot be read or written changes nothing. It is kept in
 * memory as well, as long as the object lives; without a directory there only.
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
    const name = `${checksum}.${kind}.json`
    if (!this.#memory.has(name)) this.#memory.set(name, await this.#keep(name, make))
    return this.#memory.get(name) as T
  }

  async #keep<T>(name: string, make: () => Promise<T>): Promise<T> {
    if (this.#directory === undefined) return await make()
    const file = path.join(this.#directory, name)
    const known = unseal(readPrivate(file))
    if (known) return JSON.parse(known)
    const made = await make()
    try {
      writePrivate(file, seal(JSON.stringify(made)))
      removeUnused(path.dirname(file), unusedMs, fs.statSync(file).mtimeMs)
    } catch {
      // a full disk must not stop the run
    }
    return made
  }
}

/** A text behind its own hash, by which one that was damaged is known: half a number is a number. */
function seal(text: string): string {
  return `${sha256(text)}\n${text}`
}

function unseal(sealed = ''): string | undefined {
  const text = sealed.slice(sealed.indexOf('\n') + 1)
  return seal(text) === sealed ? text : undefined
}
