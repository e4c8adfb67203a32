import fs from 'node:fs'
import path from 'node:path'
import { sha256 } from '../files/digest.ts'
import { readPrivate } from '../files/read-trusted.ts'
import { removeUnused } from '../files/remove-unused.ts'
import { writePrivate } from '../files/write-private.ts'

/**
 * How long the cache directory keeps a result, ms. Without a limit, results for deleted files would stay forever. A
 * result that is still in use is removed, too, and made again: to renew its time, each run would have to write to every
 * file that it reads.
 */
const keptMs = 7 * 24 * 3600 * 1000

/**
 * Caches results of parsing. The key is a hash of what was parsed. The cache is in memory and in a private directory.
 * Without a directory it is only in memory. If the directory can't be read or written, each process parses for itself.
 */
export class ParsedCache {
  readonly #directory: string | undefined
  readonly #memory = new Map<string, unknown>()
  #isTidy = false

  constructor(directory?: string) {
    this.#directory = directory
  }

  /**
   * Returns the result of `make` for the content with this checksum, from the cache if the result is there. `kind`
   * names the kind of result and its version: change it when `make` changes. An error of `make` is thrown and not
   * cached.
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
      // Do this only once in a process, because it looks at every file of the directory.
      if (!this.#isTidy) removeUnused(path.dirname(file), keptMs, fs.statSync(file).mtimeMs)
      this.#isTidy = true
    } catch {
      // for example a full disk, which must not stop the run
    }
    return made
  }
}

/**
 * Puts a text's hash before the text, so that a damaged file is detected. Without the hash, a number that was cut off
 * would look valid.
 */
function seal(text: string): string {
  return `${sha256(text)}\n${text}`
}

function unseal(sealed = ''): string | undefined {
  const text = sealed.slice(sealed.indexOf('\n') + 1)
  return seal(text) === sealed ? text : undefined
}
