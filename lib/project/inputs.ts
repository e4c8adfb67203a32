import fs from 'node:fs'
import path from 'node:path'
import { sha256 } from '../files/digest.ts'
import { isFile, isSpecial, listDirectory, readIfThere } from '../files/read.ts'
import { type SumFormat, sumLine } from '../files/sum-line.ts'
import { misconfigured, Problem } from '../text/problem.ts'
import { quoteForShell } from '../text/quote.ts'
import { requirePlain } from './limits.ts'

/** A file that something was made from: its bytes as they were read. */
export class Input {
  readonly bytes: Buffer
  #sha256: string | undefined

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  /** Lower-case hex SHA-256 of the bytes. */
  get sha256(): string {
    this.#sha256 ??= sha256(this.bytes)
    return this.#sha256
  }

  isLike(other: Input | undefined): boolean {
    return other !== undefined && this.bytes.equals(other.bytes)
  }
}

/** Problem (78) for a name that is no UTF-8: node can't open it, but terraform would read it. */
function requireReadable(file: string): void {
  if (!file.includes('\ufffd') || fs.lstatSync(file, { throwIfNoEntry: false })) return
  throw misconfigured(`The name of a file is not valid UTF-8: ${file}`, 'Rename it.')
}

/**
 * A word that looks into many directories, and for how many files it stands. The number is enough: each file that
 * decides has a sum, so those are there if the sums are right, and a further one would be one more.
 */
export interface ManyFiles {
  word: string
  count: number
  /**
   * A quicker way to the same answer, for sh need not look into each directory: how many names `*` stands for, and
   * which of them hold no such file. While those still hold none and the number is right, there is no further one.
   */
  quick?: { word: string; count: number; below: string; without: string[] }
}

/** The names of inputs, as the shim checks them. */
export interface InputWords {
  /** words of sh that stand for files */
  present: string[]
  /** the files that those of `present` stand for, in their order */
  found: string[]
  many: ManyFiles[]
  /** words of sh that must stand for no file */
  absent: string[]
}

/** The order of the C locale. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/**
 * What the shim looks for in a directory: few patterns, since each costs it a look at the directory. By
 * the ending of the files that are asked for; other files that a pattern stands for count by their names
 * only. Plan files and states (`.tfplan`, `.tfstate`), which runs leave behind, are not among them.
 */
const patterns: Record<string, { word: string; matches: RegExp }> = Object.fromEntries(
  [
    ...['.tofu', '.tf.json', '.tofu.json', '.tfvars', '.tfvars.json'],
    ...['.tftest.hcl', '.tftest.json', '.tofutest.hcl', '.tofutest.json'],
  ].map((ending) => [ending, { word: '*.t[fo][!ps]*', matches: /\.t[fo][^ps]/ }]),
)

/** What is in a directory of which the subdirectories are looked into: its names, and where in them the file is. */
interface ManyPlaces {
  directory: string
  names: readonly string[]
  below: readonly string[]
}

function describeMany(
  word: string,
  files: readonly string[],
  { directory, names, below }: ManyPlaces,
): ManyFiles {
  const found = new Set(files)
  const isWithout = (at: string) => !found.has(path.join(at, ...below))
  const without = names.map((name) => path.join(directory, name)).filter(isWithout)
  const count = files.length
  // Each of these is looked at twice, each directory only once.
  if (without.length * 2 > count) return { word, count }
  const quick = {
    word: `${quoteForShell(path.join(directory, '/'))}*`,
    count: names.length,
    below: path.join('/', ...below),
    without,
  }
  return { word, count, quick }
}

/**
 * Everything that a grant is made from, read once. The hash is taken of the very bytes that are
 * used, so no edit can come in between; and the names are kept as sh patterns, so that the shim,
 * which expands them anew, sees files that come or go as well.
 */
export class Inputs {
  /** the files that each word of sh stands for */
  readonly #words = new Map<string, readonly string[]>()
  /** what is read, or would be if it were there */
  readonly #files = new Set<string>()
  /** those of the words that look into many directories, and what is in the directory above those */
  readonly #many = new Map<string, ManyPlaces>()
  readonly #read = new Map<string, Input | undefined>()
  readonly #peeked = new Map<string, Input | undefined>()
  readonly #globs: { directory: string; after: string; found: readonly string[] }[] = []

  /** A single file, there or not. */
  file(file: string): string {
    this.#files.add(file)
    this.#expand(quoteForShell(file), () => [file])
    return file
  }

  /** A file of ours that goes with what is made, and holds this text. */
  made(file: string, text: string): void {
    this.file(file)
    this.#read.set(file, new Input(Buffer.from(text)))
  }

  /**
   * A single file of very many: where it is there, its sum alone proves it, and the shim need not look
   * at it by itself.
   */
  fileBySum(file: string): string {
    if (!this.read(file)) return this.file(file)
    this.#files.add(file)
    return file
  }

  /**
   * The files that sh finds for `directory/*after`, in its order (C locale), where the star stands
   * for one name without a leading dot. `after` may go on into further directories.
   */
  glob(directory: string, after: string): string[] {
    const found = this.count(directory, after)
    for (const file of found) this.#files.add(file)
    return found
  }

  /** As `glob`, but only how many there are is proved, and what they hold isn't. */
  count(directory: string, after: string): string[] {
    const { word = `*${quoteForShell(after)}`, matches } = patterns[after] ?? {}
    const [ending = '', ...below] = after.split('/')
    const whole = `${quoteForShell(path.join(directory, '/'))}${word}`
    const found = this.#expand(whole, () => {
      const names = listDirectory(directory).filter(
        (name) => (matches?.test(name) ?? name.endsWith(ending)) && !name.startsWith('.'),
      )
      if (below.length > 0) this.#many.set(whole, { directory, names, below })
      if (ending !== '' && below.length === 0)
        for (const file of names.map((name) => path.join(directory, name)))
          if (file.endsWith(ending) && isSpecial(file)) requirePlain(file)
      if (ending !== '') for (const name of names) requireReadable(path.join(directory, name))
      return names.map((name) => path.join(directory, name, ...below))
    })
    const asked = matches ? found.filter((file) => file.endsWith(ending)) : found
    this.#globs.push({ directory, after, found: asked })
    return [...asked]
  }

  /**
   * Whether anything is other than it was read. Where not, all of it stood there at one moment: between
   * the last reading and this look.
   */
  haveChanged(): boolean {
    const now = new Inputs()
    for (const [file, input] of this.#read) {
      const again = now.read(file)
      if (input ? !input.isLike(again) : again) return true
    }
    return this.#globs.some(({ directory, after, found }) => {
      const again = now.glob(directory, after)
      return again.length !== found.length || again.some((file, i) => file !== found[i])
    })
  }

  /** The files that a word stands for, found once: what is used is what is proved. */
  #expand(word: string, list: () => string[]): readonly string[] {
    const known = this.#words.get(word)
    if (known) return known
    // Whole paths: `apps-prd/config` comes before `apps/config`.
    const found = list().filter(isFile).sort(compareBytes)
    this.#words.set(word, found)
    return found
  }

  /** What a file holds, or undefined where there is none; the same answer however often it is asked. */
  read(file: string): Input | undefined {
    if (!this.#read.has(file)) this.#read.set(file, this.peek(file))
    return this.#read.get(file)
  }

  /** The same, but it does not count as read, so that an edit changes nothing, until it is read. */
  peek(file: string): Input | undefined {
    if (this.#read.has(file)) return this.#read.get(file)
    if (!this.#peeked.has(file)) {
      const bytes = isFile(file) ? readIfThere(file) : undefined
      this.#peeked.set(file, bytes && new Input(bytes))
    }
    return this.#peeked.get(file)
  }

  /** A file that is not there, or was not when it was looked for. */
  missing(file: string): void {
    this.#words.set(quoteForShell(file), [])
    this.#read.set(file, undefined)
  }

  /** What a single file holds, which becomes an input; undefined where there is none. */
  readonly bytesOf = (file: string): Buffer | undefined => this.read(this.file(file))?.bytes

  /** The same, but a file that can't be read counts as missing. */
  #tryRead(file: string): Input | undefined {
    try {
      return this.read(file)
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }

  /** The inputs' names as words of sh, some of them patterns. */
  words(): InputWords {
    const words: InputWords = { present: [], found: [], many: [], absent: [] }
    for (const [word, files] of this.#words) {
      const many = this.#many.get(word)
      if (files.length === 0) words.absent.push(word)
      else if (many) words.many.push(describeMany(word, files, many))
      else {
        words.present.push(word)
        words.found.push(...files)
      }
    }
    return words
  }

  /**
   * The sums of the inputs that are there, each once, as lines for the command that checks them. undefined
   * where it can't read one of them (`sumLine`), and for a file that was found and then could not be read.
   */
  sums(format: SumFormat): string | undefined {
    const found = new Set([...this.#words.values()].flat())
    let sums = ''
    for (const file of this.#files) {
      const input = this.#tryRead(file)
      if (!input && found.has(file)) return undefined
      if (!input) continue
      const line = sumLine(input.bytes, file, format)
      if (line === undefined) return undefined
      sums += line
    }
    return sums || undefined
  }
}
