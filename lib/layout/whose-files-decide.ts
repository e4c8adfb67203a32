import path from 'node:path'
import { ancestors } from './upwards.ts'

/* Decides which files to trust, by the owners of the files, as git's safe.directory does. The caller's `look` says what is at each path. */

/** from lstat(2) */
export interface Entry {
  uid: number
  gid: number
  mode: number
  /** a link's target, not resolved */
  link?: string
}

export type Look = (file: string) => Entry | undefined

export interface TrustOptions {
  owners: ReadonlySet<number>
  /** real paths; in these directories every file is trusted, whoever owns it */
  exceptions: readonly string[]
  /** groups whose only member is the person */
  privateGroups: () => readonly number[]
  look: Look
}

export interface Untrusted {
  file: string
  /** the directory that the file would decide for */
  base: string
  /** the path with the wrong owner: the file, a link or directory on the way to it, or a link's target */
  at: string
  uid: number
  /**
   * whether all directories from the layer up to `base` are trusted, and none is like /tmp. If true, the file can't be
   * ignored
   */
  inside: boolean
}

/** like /tmp: belongs to root, and everybody can create files in it (sticky bit) */
const isOpenToAll = ({ uid, mode }: Entry) => uid === 0 && (mode & 0o1002) === 0o1002

const isAtOrBelow = (file: string, directory: string) =>
  file === directory || file.startsWith(directory === '/' ? '/' : `${directory}/`)

export class Trust {
  readonly #options: TrustOptions
  readonly #top: string | undefined
  /** whether any path was trusted only because of an exception */
  usedExceptions = false

  /** `directory`: the real path of the layer */
  constructor(directory: string, options: TrustOptions) {
    this.#options = options
    this.#top = this.#topOfChain(directory)
  }

  /**
   * Why a file must not decide for `base` (the directory of an account or a project); undefined if the file is trusted.
   * A trusted user must own the file, its target if it is a link, and all directories up to `base`, unless an exception
   * covers them.
   */
  judge(file: string, base: string): Untrusted | undefined {
    for (const at of this.#decidingPaths(file, base)) {
      const entry = this.#options.look(at)
      if (entry && !this.#isTrusted(at, entry))
        return { file, base, at, uid: entry.uid, inside: this.#isInside(base) }
    }
    return undefined
  }

  /**
   * The first path that other users can write to, among the paths that decide what a file contains. Skips links (their
   * targets count), directories with the sticky bit, and exceptions.
   */
  openToOthers(file: string, base: string): string | undefined {
    const { look, privateGroups } = this.#options
    for (const at of this.#decidingPaths(file, base)) {
      const entry = look(at)
      if (!entry || entry.link !== undefined || (entry.mode & 0o1000) !== 0) continue
      const { uid, gid, mode } = entry
      const isPrivate = () => gid === uid || privateGroups().includes(gid)
      const open = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isPrivate())
      if (open && !this.#isExcepted(at)) return at
    }
    return undefined
  }

  #isInside(base: string): boolean {
    return this.#top !== undefined && isAtOrBelow(base, this.#top)
  }

  /** The highest directory that can be reached from the layer through trusted directories. */
  #topOfChain(directory: string): string | undefined {
    let top: string | undefined
    for (const at of ancestors(directory)) {
      const entry = this.#options.look(at)
      // The owner of a directory like /tmp says nothing about the files in it.
      if (!entry || !this.#isTrusted(at, entry) || (isOpenToAll(entry) && !this.#isExcepted(at)))
        break
      top = at
    }
    return top
  }

  #isTrusted(at: string, { uid }: Entry): boolean {
    if (this.#options.owners.has(uid)) return true
    const excepted = this.#isExcepted(at)
    if (excepted) this.usedExceptions = true
    return excepted
  }

  #isExcepted(at: string): boolean {
    return this.#options.exceptions.some((directory) => isAtOrBelow(at, directory))
  }

  /** The file, the directories up to `base`, and what `resolve` adds for links. */
  #decidingPaths(file: string, base: string): Set<string> {
    const found = new Set<string>()
    for (const at of ancestors(file)) {
      for (const step of resolve(at, this.#options.look)) found.add(step)
      if (at === base) break
    }
    return found
  }
}

/** as in Linux */
const mostLinks = 40

/** The links on the way to `file`, and the final target. If there is a link, also the target's directory. */
function* resolve(file: string, look: Look): Generator<string> {
  const pending = file.split('/').filter(Boolean)
  let at = '/'
  let links = 0
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    if (name === '.') continue
    const next = name === '..' ? path.dirname(at) : `${at === '/' ? '' : at}/${name}`
    const link = look(next)?.link
    if (link === undefined) {
      at = next
      continue
    }
    yield next
    links++
    if (links > mostLinks) return
    pending.unshift(...link.split('/').filter(Boolean))
    if (link.startsWith('/')) at = '/'
  }
  if (links > 0) yield path.dirname(at)
  yield at
}

/**
 * The search tries one set of trusted users after the other, until it finds a layer. The owner of the layer's directory
 * is trusted, because their Terraform code runs anyway. If root runs tfsso, no set contains both root and another
 * owner.
 */
export function trustedOwners(me: number, layersOwner: number): ReadonlySet<number>[] {
  if (me !== 0) return [new Set([me, 0, layersOwner])]
  return layersOwner === 0 ? [new Set([0])] : [new Set([0]), new Set([layersOwner])]
}
