import { hash as cryptoHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { misconfigured } from '../text/problem.ts'

/** SHA-256 and BLAKE2b with 512 bits, as node's crypto names them. */
export type Hash = 'sha256' | 'blake2b512'

/** The lower-case hex hash of a text (as UTF-8) or of bytes. */
export function digest(hash: Hash, content: string | Uint8Array): string {
  return cryptoHash(hash, content, 'hex')
}

/** Lower-case hex SHA-256 of a text (as UTF-8) or of bytes. */
export function sha256(content: string | Uint8Array): string {
  return digest('sha256', content)
}

/** A system call's error, as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code
}

/** The file's bytes, or undefined where there is no such file (or a directory stands there). */
export function readIfThere(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) return undefined
    if (errorCode(error) === 'EACCES') {
      throw misconfigured(
        `${file} cannot be read: its permissions keep you out.`,
        'Make it readable for you (chmod u+r), or ask its owner to.',
      )
    }
    throw error
  }
}

/** Whether it is a plain file or a link to one, as `[ -f ]` has it. */
export function isFile(file: string): boolean {
  try {
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false
  } catch {
    // A part of the path is a file, a loop of links, or closed to us.
    return false
  }
}

/** Whether it is a directory, and no link to one. */
export function isDirectory(at: string): boolean {
  return lookAt(at)?.isDirectory() ?? false
}

/** Whether it is a file that we may run, as `[ -f ] && [ -x ]` has it. */
export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return isFile(file)
  } catch {
    return false
  }
}

/** The names in a directory; none where there is no such directory. */
export function listDirectory(directory: string): string[] {
  try {
    return fs.readdirSync(directory)
  } catch {
    return []
  }
}

/**
 * The content of a file that we keep to ourselves, or undefined where it can't be trusted: no plain
 * file, a symlink, another user's, or open to others.
 */
export function readPrivate(file: string): string | undefined {
  return readTrusted(file, { flags: fs.constants.O_NOFOLLOW, forbidden: 0o077 })
}

/** Whether it is a file that we keep to ourselves, as `readPrivate` has it. */
export function isPrivate(file: string): boolean {
  const stat = lookAt(file)
  if (!stat) return false
  return stat.isFile() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0
}

/**
 * The content of a file of ours that lies in a private directory, whatever its mode; undefined for no
 * plain file, a symlink, or another user's.
 */
export function readOwn(file: string): string | undefined {
  return readTrusted(file, { flags: fs.constants.O_NOFOLLOW, forbidden: 0 })
}

/** A file that we share with other tools of the person. */
export interface SharedFile {
  text: string
  /** what others may do with it, as mode bits; 0 where it is closed to them */
  open: number
}

/**
 * A file that we share with other tools of the person, links followed; undefined for no plain file, or another user's.
 * One that is open to others is closed; where chmod has no effect (WSL's /mnt/c) it is read all the same.
 */
export function readShared(file: string): SharedFile | undefined {
  let open = 0
  const text = readTrusted(file, {
    flags: 0,
    forbidden: 0,
    before: (handle, mode) => {
      open = (mode & 0o077) === 0 ? 0 : closeToOthers(handle)
    },
  })
  return text === undefined ? undefined : { text, open }
}

function readTrusted(
  file: string,
  {
    flags,
    forbidden,
    before,
  }: { flags: number; forbidden: number; before?: (handle: number, mode: number) => void },
): string | undefined {
  let handle: number
  try {
    // Without blocking, or a fifo would be waited for.
    handle = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK | flags)
  } catch {
    return undefined
  }
  try {
    const stat = fs.fstatSync(handle)
    const trusted =
      stat.isFile() && stat.uid === process.getuid?.() && (stat.mode & forbidden) === 0
    if (!trusted) return undefined
    before?.(handle, stat.mode)
    return fs.readFileSync(handle, 'utf8')
  } catch {
    return undefined
  } finally {
    fs.closeSync(handle)
  }
}

/** What others may still do with a file, as mode bits. */
function closeToOthers(handle: number): number {
  try {
    fs.fchmodSync(handle, 0o600)
  } catch {
    // a disk that is read-only
  }
  return fs.fstatSync(handle).mode & 0o077
}

/** Why a directory can't be made: of a read-only disk node's recursive mkdir says ENOENT. */
export function reasonFor(directory: string, error: unknown): string | undefined {
  if (errorCode(error) !== 'ENOENT') return errorCode(error)
  try {
    fs.mkdirSync(directory, { mode: 0o700 })
    return 'EEXIST'
  } catch (plain) {
    return errorCode(plain) === 'EEXIST' ? 'ENOENT' : errorCode(plain)
  }
}

/**
 * Makes a directory that only its owner may enter, and its parents. One of ours that is open to
 * others is closed; one that is another user's, or no directory, is refused (78).
 */
export function ensurePrivateDirectory(directory: string): void {
  const stat = lookAt(directory) ?? makeDirectory(directory)
  if (!stat.isDirectory())
    throw misconfigured(`${directory} is not a directory.`, 'Remove it and run the command again.')
  if (stat.uid !== process.getuid?.()) {
    throw misconfigured(
      `${directory} belongs to another user, so nothing is kept there.`,
      'Under sudo, use `sudo -H` or leave HOME to the other user; or set XDG_CACHE_HOME.',
    )
  }
  if ((stat.mode & 0o077) === 0) return
  try {
    fs.chmodSync(directory, 0o700)
  } catch (error) {
    throw misconfigured(
      `${directory} is open to others and cannot be closed: ${errorCode(error)}.`,
      `Run: chmod 700 ${directory}`,
    )
  }
}

/** undefined also where it can't be reached: making it says why. */
function lookAt(directory: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(directory, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function makeDirectory(directory: string): fs.Stats {
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    const code = reasonFor(directory, error)
    // Else it stands there now, and what it is, is told by its reader.
    if (code !== 'EEXIST') {
      throw misconfigured(
        `${directory} cannot be made: ${code}.`,
        'Set HOME, or XDG_CACHE_HOME, to a directory that you may write to.',
      )
    }
  }
  return fs.lstatSync(directory)
}

/** Removes what stands in the place of a directory on the way from one of ours down to another. */
export function clearWay(from: string, to: string): void {
  let at = from
  for (const name of path.relative(from, to).split('/')) {
    at = path.join(at, name)
    const stat = fs.lstatSync(at, { throwIfNoEntry: false })
    if (!stat) return
    if (!stat.isDirectory()) fs.rmSync(at, { force: true })
  }
}

/**
 * Removes what has not been touched for `unusedMs` from a directory of ours. `nowMs` is the time of a
 * file just written there: the filesystem may have another clock than we.
 */
export function removeUnused(directory: string, unusedMs: number, nowMs: number): void {
  for (const name of listDirectory(directory)) {
    const file = path.join(directory, name)
    const stat = fs.lstatSync(file, { throwIfNoEntry: false })
    if (stat && nowMs - stat.mtimeMs > unusedMs) fs.rmSync(file, { force: true, recursive: true })
  }
}
