import path from 'node:path'
import { ancestors } from './upwards.ts'

/*
 * Whose files decide: the owner does, as in git's safe.directory. Pure: what stands where is passed in.
 */

/** What stands at a path, as lstat(2) has it. */
export interface Entry {
  uid: number
  gid: number
  mode: number
  /** where a link leads, as it is written */
  link?: string
}

/** What stands at an absolute path; undefined where nothing does. */
export type Look = (file: string) => Entry | undefined

export interface TrustOptions {
  /** whose files count */
  owners: ReadonlySet<number>
  /** real paths below which everything counts, whoever owns it */
  exceptions: readonly string[]
  /** groups that have no other member than the person */
  privateGroups: readonly number[]
  look: Look
}

/** Why a file does not count. */
export interface Untrusted {
  file: string
  /** the directory that it would decide for */
  base: string
  /** what another user owns: the file, a link, or a directory on the way to it */
  at: string
  uid: number
  /** inside the unbroken chain of trusted directories, so that it can't be ignored */
  inside: boolean
}

/** The system's place for everybody, who may make files in it and not touch those of others: /tmp. */
const isOpenToAll = ({ uid, mode }: Entry) => uid === 0 && (mode & 0o1002) === 0o1002

const isAtOrBelow = (file: string, directory: string) =>
  file === directory || file.startsWith(directory === '/' ? '/' : `${directory}/`)

/** Which files count for a run in one directory. */
export class Trust {
  readonly #options: TrustOptions
  readonly #top: string | undefined
  /** whether something counted for no other reason than an exception */
  usedExceptions = false

  /** `directory`: the layer's, a physical path. */
  constructor(directory: string, options: TrustOptions) {
    this.#options = options
    this.#top = this.#topOfChain(directory)
  }

  /**
   * Why a file does not count for the directory that it decides for (`base`, the account's or the project's), or
   * undefined where it does: the file, what it leads to, and all directories from it up to `base` must be a
   * trusted owner's.
   */
  judge(file: string, base: string): Untrusted | undefined {
    for (const at of this.#decidingPaths(file, base)) {
      const entry = this.#options.look(at)
      if (entry && !this.#isTrusted(at, entry))
        return { file, base, at, uid: entry.uid, inside: this.#isInside(base) }
    }
    return undefined
  }

  /** The first of the same paths that somebody besides its owner may write to, unless an exception covers it. */
  openToOthers(file: string, base: string): string | undefined {
    const { look, privateGroups } = this.#options
    for (const at of this.#decidingPaths(file, base)) {
      const entry = look(at)
      if (!entry || entry.link !== undefined || (entry.mode & 0o1000) !== 0) continue
      const { uid, gid, mode } = entry
      const isPrivate = gid === uid || privateGroups.includes(gid)
      const open = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isPrivate)
      if (open && !this.#isExcepted(at)) return at
    }
    return undefined
  }

  #isInside(base: string): boolean {
    return this.#top !== undefined && isAtOrBelow(base, this.#top)
  }

  /** The topmost of the trusted directories that follow each other from the layer upwards. */
  #topOfChain(directory: string): string | undefined {
    let top: string | undefined
    for (const at of ancestors(directory)) {
      const entry = this.#options.look(at)
      // Whose files lie in /tmp says nothing about what lies below it.
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

  /** What must be a trusted owner's, so that a file counts. */
  #decidingPaths(file: string, base: string): Set<string> {
    const found = new Set<string>()
    for (const at of ancestors(file)) {
      for (const step of resolve(at, this.#options.look)) found.add(step)
      if (at === base) break
    }
    return found
  }
}

/** As many links as Linux follows. */
const mostLinks = 40

/** Each link on the way to a file, what it leads to, and the directory that holds that. */
function* resolve(file: string, look: Look): Generator<string> {
  const pending = file.split('/').filter(Boolean)
  let at = '/'
  let links = 0
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    const next = name === '..' ? path.dirname(at) : path.join(at, name)
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
 * The sets of owners to try, in their order; the first by whose files there is a layer goes. Trusted are I, root, and
 * the owner of the layer's directory, whose Terraform code runs anyway. When I am root, that owner counts only
 * if they own every file that decides, so that nobody's files are mixed with root's.
 */
export function trustedOwners(me: number, layersOwner: number): ReadonlySet<number>[] {
  if (me !== 0) return [new Set([me, 0, layersOwner])]
  return layersOwner === 0 ? [new Set([0])] : [new Set([0]), new Set([layersOwner])]
}
