import fs from 'node:fs'
import path from 'node:path'
import { sha256 } from '../files/digest.ts'
import { readPrivate } from '../files/read-trusted.ts'
import { removeUnused } from '../files/remove-unused.ts'
import { writePrivate } from '../files/write-private.ts'

/**
 * How long the directory keeps a result, so that results for deleted files go. A result in use is removed, too, and
 * made again: renewing its time would cost a write for each file that a run reads.
 */
const keptMs = 7 * 24 * 3600 * 1000

/**
 * Caches results of parsing in memory and, if there is one, in a private directory. If the directory can't be used,
 * each process parses for itself.
 */
export class ParsedCache {
  readonly #directory: string | undefined
  readonly #memory = new Map<string, unknown>()
  #isTidy = false

  constructor(directory?: string) {
    this.#directory = directory
  }

  /**
   * `checksum`: of what `make` parses. `kind`: the kind of result and its version; change it when `make` changes.
   * Errors of `make` are not cached.
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
      // Only once in a process, because it looks at every file.
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
