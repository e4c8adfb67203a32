import path from 'node:path'
import { ancestors } from './upwards.ts'

/*
 * Decides which files to trust. Like git's safe.directory, this module looks at their owners. It reads no files: the
 * caller says what is at each path.
 */

/** What is at a path, from lstat(2). */
export interface Entry {
  uid: number
  gid: number
  mode: number
  /** for a link: its target, as the link names it (not resolved) */
  link?: string
}

/** Says what is at an absolute path; undefined if nothing is. */
export type Look = (file: string) => Entry | undefined

export interface TrustOptions {
  /** the users whose files are trusted */
  owners: ReadonlySet<number>
  /** real paths of directories in which every file is trusted, whoever owns it */
  exceptions: readonly string[]
  /** groups whose only member is the person */
  privateGroups: () => readonly number[]
  look: Look
}

/** Why a file is not trusted. */
export interface Untrusted {
  file: string
  /** the directory that the file would decide for */
  base: string
  /** the path that another user owns: the file itself, a link or directory on the way to it, or the target of a link */
  at: string
  uid: number
  /**
   * whether all directories from the layer up to `base` are trusted, and none is like /tmp; if so, the file can't be
   * ignored
   */
  inside: boolean
}

/**
 * Whether a directory is like /tmp: it belongs to root, everybody is allowed to create files in it, but only a file's
 * owner and root can remove the file (sticky bit).
 */
const isOpenToAll = ({ uid, mode }: Entry) => uid === 0 && (mode & 0o1002) === 0o1002

const isAtOrBelow = (file: string, directory: string) =>
  file === directory || file.startsWith(directory === '/' ? '/' : `${directory}/`)

/** Decides which files to trust for a run in one directory. */
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
   * A trusted user must own the file, its target if it is a link, and all directories up to `base`. Only paths that an
   * exception covers can have another owner.
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
   * Of the paths that decide what a file contains, the first one that other users are allowed to write to; undefined if
   * there is none. Skips links (only their targets count), directories with the sticky bit, and paths that an exception
   * covers.
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

  /**
   * The highest directory that can be reached from the layer through trusted directories only; undefined if the layer
   * itself is not trusted. A directory like /tmp does not count as trusted here, unless an exception covers it.
   */
  #topOfChain(directory: string): string | undefined {
    let top: string | undefined
    for (const at of ancestors(directory)) {
      const entry = this.#options.look(at)
      // Stop at /tmp and similar directories: their owner says nothing about the files in them.
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

  /**
   * The paths that decide what a file contains: the file, the directories up to `base`, and what `resolve` adds for
   * links among these.
   */
  #decidingPaths(file: string, base: string): Set<string> {
    const found = new Set<string>()
    for (const at of ancestors(file)) {
      for (const step of resolve(at, this.#options.look)) found.add(step)
      if (at === base) break
    }
    return found
  }
}

/** The most links that Linux follows in one path. */
const mostLinks = 40

/**
 * The paths that decide what is found at `file`: each link on the way, and the final target. If there is a link, the
 * directory that contains the final target is one of these paths, too.
 */
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
 * The sets of users whose files are trusted. The search tries one set after the other, until it finds a layer. A user
 * trusts themselves, root, and the owner of the layer's directory, because that owner's Terraform code runs anyway. For
 * root there are two sets if another user owns the layer's directory: first only root, then only that owner. Root's
 * files and that owner's files are never combined.
 */
export function trustedOwners(me: number, layersOwner: number): ReadonlySet<number>[] {
  if (me !== 0) return [new Set([me, 0, layersOwner])]
  return layersOwner === 0 ? [new Set([0])] : [new Set([0]), new Set([layersOwner])]
}
