import fs from 'node:fs'
import path from 'node:path'
import { sha256 } from '../files/digest.ts'
import { isFile, isSpecial, listDirectory, readIfThere, requirePlain } from '../files/read.ts'
import { type SumFormat, sumLine } from '../files/sum-line.ts'
import { misconfigured, Problem } from '../text/problem.ts'
import { quoteForShell } from '../text/quote.ts'

export class Input {
  readonly bytes: Buffer
  #sha256: string | undefined

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  /** lower-case hex */
  get sha256(): string {
    this.#sha256 ??= sha256(this.bytes)
    return this.#sha256
  }

  isLike(other: Input | undefined): boolean {
    return other !== undefined && this.bytes.equals(other.bytes)
  }
}

/** Problem (exit code 78) for a name that is not UTF-8: terraform reads such a file, but node can't open it. */
function requireReadable(file: string): void {
  if (!file.includes('\ufffd') || fs.lstatSync(file, { throwIfNoEntry: false })) return
  throw misconfigured(`The name of a file is not valid UTF-8: ${file}`, 'Rename it.')
}

/**
 * A pattern over many directories, and the number of its matches. A new file changes the number. If another file is
 * removed at the same time, the number can stay the same. But if the removed file's content is an input, its checksum
 * fails.
 */
export interface ManyFiles {
  word: string
  count: number
  /**
   * A faster test, which looks for a file `below` only in the entries that had none (`without`). `word` must still
   * match `count` names. Each entry in `without` must still exist, and still lack the file `below`. If all this is
   * true, no file was added.
   */
  quick?: { word: string; count: number; below: string; without: string[] }
}

export interface InputWords {
  /** words of sh for files: names or patterns, quoted for sh */
  present: string[]
  /** the files that `present` stands for, in the same order */
  found: string[]
  many: ManyFiles[]
  /** words of sh that must match no file */
  absent: string[]
}

/** The order of the C locale. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/**
 * The patterns that the shim expands, by the ending of the wanted files. The shim reads the directory once for each
 * pattern, so there are few. A pattern can also match unwanted files. Only the names of these files become inputs, not
 * their content. No pattern matches `.tfp` and `.tfs`, because runs create `.tfplan` and `.tfstate` files.
 */
const patterns: Record<string, { word: string; matches: RegExp }> = Object.fromEntries(
  [
    ...['.tofu', '.tf.json', '.tofu.json', '.tfvars', '.tfvars.json'],
    ...['.tftest.hcl', '.tftest.json', '.tofutest.hcl', '.tofutest.json'],
  ].map((ending) => [ending, { word: '*.t[fo][!ps]*', matches: /\.t[fo][^ps]/ }]),
)

/**
 * `directory` ends with a slash. `names`: its entries that could be subdirectories. `below`: the parts of the wanted
 * file's path in each of these.
 */
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
  const inside = path.join('/', ...below)
  const without = names.map((name) => directory + name).filter((at) => !found.has(at + inside))
  const count = files.length
  // The quick test makes two checks for each directory that lacks the file. The full test makes at least one for each
  // file.
  if (without.length * 2 > count) return { word, count }
  const quick = {
    word: `${quoteForShell(directory)}*`,
    count: names.length,
    below: inside,
    without,
  }
  return { word, count, quick }
}

/**
 * The files that a grant is made from. Each is read once, so no edit can come between reading and checksum. The shim
 * expands the words of sh in each run, so it notices new files.
 */
export class Inputs {
  /** the files that each word of sh matches */
  readonly #words = new Map<string, readonly string[]>()
  readonly #files = new Set<string>()
  readonly #many = new Map<string, ManyPlaces>()
  readonly #read = new Map<string, Input | undefined>()
  readonly #peeked = new Map<string, Input | undefined>()
  readonly #globs: { directory: string; after: string; found: readonly string[] }[] = []

  /** The files whose content is an input, whether or not they exist. */
  get files(): ReadonlySet<string> {
    return this.#files
  }

  /** Makes a single file an input, whether or not it exists. */
  file(file: string): string {
    this.#files.add(file)
    this.#expand(quoteForShell(file), () => [file])
    return file
  }

  /**
   * Makes an input of a file that tfsso itself writes for the grant. The shim need not look for the file: if it is
   * missing, its checksum fails.
   */
  made(file: string, text: string): void {
    this.#files.add(file)
    this.#read.set(file, new Input(Buffer.from(text)))
  }

  /**
   * Like `file`, but less work for the shim, for places with very many files. The shim need not look for an existing
   * file: if it is missing later, its checksum fails.
   */
  fileBySum(file: string): string {
    if (!this.read(file)) return this.file(file)
    this.#files.add(file)
    return file
  }

  /**
   * Makes inputs of the files that sh finds for `directory/*after`, and returns them in the order of the C locale.
   * `after` can contain further directories.
   */
  glob(directory: string, after: string): string[] {
    const found = this.count(directory, after)
    for (const file of found) this.#files.add(file)
    return found
  }

  /** Like `glob`, but only the files' names or their number become inputs, not their content. */
  count(directory: string, after: string): string[] {
    const { word = `*${quoteForShell(after)}`, matches } = patterns[after] ?? {}
    const [ending = '', ...below] = after.split('/')
    // A call of path.join for each file would take a fifth of node's time for a grant.
    const start = path.join(directory, '/')
    const end = below.map((name) => `/${name}`).join('')
    const whole = `${quoteForShell(start)}${word}`
    // One pattern stands for several endings, so it is expanded once for all of them.
    const endings = matches ? Object.keys(patterns) : [ending]
    const isWanted = (file: string) =>
      ending !== '' && below.length === 0 && endings.some((one) => file.endsWith(one))
    const found = this.#expand(
      whole,
      () => {
        const names = listDirectory(directory).filter(
          (name) => (matches?.test(name) ?? name.endsWith(ending)) && !name.startsWith('.'),
        )
        if (below.length > 0) this.#many.set(whole, { directory: start, names, below })
        if (ending !== '') for (const name of names) requireReadable(start + name)
        return names.map((name) => start + name + end)
      },
      isWanted,
    )
    const asked = matches ? found.filter((file) => file.endsWith(ending)) : found
    this.#globs.push({ directory, after, found: asked })
    return [...asked]
  }

  /**
   * Whether a file has changed since `read`, or a search now finds other files. If not, all values come from one
   * snapshot.
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

  /**
   * Expands each word once, so that the inputs are exactly the files that tfsso uses. Problem (exit code 78) if a
   * wanted file is a pipe, a socket or a device.
   */
  #expand(
    word: string,
    list: () => string[],
    isWanted = (_file: string) => false,
  ): readonly string[] {
    const known = this.#words.get(word)
    if (known) return known
    const isThere = (file: string) => {
      if (isFile(file)) return true
      if (isWanted(file) && isSpecial(file)) requirePlain(file)
      return false
    }
    // Sort whole paths, as sh does: `apps-prd/config` comes before `apps/config`.
    const found = list().filter(isThere).sort(compareBytes)
    this.#words.set(word, found)
    return found
  }

  /** The file does not become an input. */
  read(file: string): Input | undefined {
    if (!this.#read.has(file)) this.#read.set(file, this.peek(file))
    return this.#read.get(file)
  }

  /** Like `read`, but does not make `haveChanged` check the file. */
  peek(file: string): Input | undefined {
    if (this.#read.has(file)) return this.#read.get(file)
    if (!this.#peeked.has(file)) {
      const bytes = readIfThere(file)
      this.#peeked.set(file, bytes && new Input(bytes))
    }
    return this.#peeked.get(file)
  }

  /** Records that a search did not find the file, even if it exists now. */
  missing(file: string): void {
    this.#words.set(quoteForShell(file), [])
    this.#read.set(file, undefined)
  }

  /** The file becomes an input. */
  readonly bytesOf = (file: string): Buffer | undefined => this.read(this.file(file))?.bytes

  /** Like `read`, but a file that can't be read counts as missing. */
  #tryRead(file: string): Input | undefined {
    try {
      return this.read(file)
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }

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
   * One line for each existing input, for the checksum command. undefined if there are no lines, if the command can't
   * read a name (`sumLine`), or if a file was found but could not be read.
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
