import fs from 'node:fs'
import path from 'node:path'
import { isFile, listDirectory, readIfThere, sha256 } from '../support/files.ts'
import { misconfigured } from '../support/problem.ts'
import { quoteForShell } from '../support/quote.ts'

/** A file that something was made from: its bytes as they were read, and their hash. */
export interface Input {
  bytes: Buffer
  /** lower-case hex SHA-256 of the bytes */
  checksum: string
}

/** Problem (78) for a name that is no UTF-8: node can't open it, but terraform would read it. */
function requireReadable(file: string): void {
  if (!file.includes('\ufffd') || fs.lstatSync(file, { throwIfNoEntry: false })) return
  throw misconfigured(`The name of a file is not valid UTF-8: ${file}`, 'Rename it.')
}

/** The order of the C locale. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/**
 * Everything that a grant is made from, read once. The hash is taken of the very bytes that are
 * used, so no edit can come in between; and the names are kept as sh patterns, so that the shim,
 * which expands them anew, sees files that come or go as well.
 */
export class Inputs {
  /** the files that each word of sh stood for */
  readonly #words = new Map<string, readonly string[]>()
  readonly #read = new Map<string, Input | undefined>()
  readonly #globs: { directory: string; after: string; found: readonly string[] }[] = []

  /** A single file, there or not. */
  file(file: string): string {
    this.#add(quoteForShell(file), [file])
    return file
  }

  /** A file of ours that goes with what is made, and holds this text. */
  made(file: string, text: string): void {
    this.file(file)
    const bytes = Buffer.from(text)
    this.#read.set(file, { bytes, checksum: sha256(bytes) })
  }

  /**
   * The files that sh finds for `directory/*after`, in its order (C locale), where the star stands
   * for one name without a leading dot. `after` may go on into further directories.
   */
  glob(directory: string, after: string): string[] {
    const [suffix = '', ...below] = after.split('/')
    const names = listDirectory(directory).filter(
      (name) => name.endsWith(suffix) && !name.startsWith('.'),
    )
    if (suffix !== '') for (const name of names) requireReadable(path.join(directory, name))
    const found = names
      .map((name) => path.join(directory, name, ...below))
      .filter(isFile)
      // Whole paths: `apps-prd/config` comes before `apps/config`.
      .sort(compareBytes)
    this.#add(`${quoteForShell(path.join(directory, '/'))}*${quoteForShell(after)}`, found)
    this.#globs.push({ directory, after, found })
    return found
  }

  /**
   * Whether anything is other than it was read. Where not, all of it stood there at one moment: between
   * the last reading and this look.
   */
  haveChanged(): boolean {
    const now = new Inputs()
    for (const [file, input] of this.#read)
      if (now.read(file)?.checksum !== input?.checksum) return true
    return this.#globs.some(({ directory, after, found }) => {
      const again = now.glob(directory, after)
      return again.length !== found.length || again.some((file, i) => file !== found[i])
    })
  }

  #add(word: string, files: readonly string[]): void {
    if (!this.#words.has(word)) this.#words.set(word, files)
  }

  /** What a file holds, or undefined where there is none; the same answer however often it is asked. */
  read(file: string): Input | undefined {
    if (this.#read.has(file)) return this.#read.get(file)
    const bytes = isFile(file) ? readIfThere(file) : undefined
    const input = bytes && { bytes, checksum: sha256(bytes) }
    this.#read.set(file, input)
    return input
  }

  /** The inputs' names as words of sh, some of them patterns: those that stood for files, and the others. */
  words(): { present: string[]; absent: string[] } {
    const present: string[] = []
    const absent: string[] = []
    for (const [word, files] of this.#words)
      (files.some((file) => this.read(file)) ? present : absent).push(word)
    return { present, absent }
  }

  /**
   * What `sha256sum` prints for the inputs that are there, without the last newline. GNU's
   * sha256sum escapes a name with a backslash or a newline and says so by a leading backslash.
   */
  proof(): string {
    const lines = [...this.#words.values()].flat().flatMap((file) => {
      const input = this.read(file)
      if (!input) return []
      const escaped = file.replace(/[\\\n\r]/g, (c) =>
        c === '\\' ? '\\\\' : c === '\n' ? '\\n' : '\\r',
      )
      return `${escaped === file ? '' : '\\'}${input.checksum}  ${escaped}`
    })
    return lines.join('\n')
  }
}
