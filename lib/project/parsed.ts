import fs from 'node:fs'
import path from 'node:path'
import { sha256 } from '../files/digest.ts'
import { readPrivate } from '../files/read-trusted.ts'
import { removeUnused } from '../files/remove-unused.ts'
import { writePrivate } from '../files/write-private.ts'

/**
 * After this time, a result is removed from the cache's directory. Otherwise, results for deleted files would stay.
 * Results in use are removed, too, and made again: to renew their times would cost a write for each file that a run
 * reads.
 */
const keptMs = 7 * 24 * 3600 * 1000

/**
 * Caches results of parsing in memory. If the constructor gets a private directory, results are also stored there. If
 * the directory can't be used, each process parses for itself.
 */
export class ParsedCache {
  readonly #directory: string | undefined
  readonly #memory = new Map<string, unknown>()
  #isTidy = false

  constructor(directory?: string) {
    this.#directory = directory
  }

  /**
   * `checksum`: of what `make` parses. `kind`: the kind of result, with a version number. If `make` changes, change
   * this number. Errors of `make` are not cached.
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
      // `removeUnused` looks at every file, so it runs only once in a process.
      if (!this.#isTidy) removeUnused(path.dirname(file), keptMs, fs.statSync(file).mtimeMs)
      this.#isTidy = true
    } catch {
      // for example a full disk, which must not stop the run
    }
    return made
  }
}

/** Without the hash, a number that was cut off would look valid. */
function seal(text: string): string {
  return `${sha256(text)}\n${text}`
}

function unseal(sealed = ''): string | undefined {
  const text = sealed.slice(sealed.indexOf('\n') + 1)
  return seal(text) === sealed ? text : undefined
}
