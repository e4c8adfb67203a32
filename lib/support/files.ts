import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { misconfigured } from './problem.ts'

/** Lower-case hex SHA-256 of a text (as UTF-8) or of bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function errorCode(error: unknown): string | undefined {
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
  let handle: number
  try {
    handle = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW)
  } catch {
    return undefined
  }
  try {
    const stat = fs.fstatSync(handle)
    const trusted = stat.isFile() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0
    return trusted ? fs.readFileSync(handle, 'utf8') : undefined
  } catch {
    return undefined
  } finally {
    fs.closeSync(handle)
  }
}

export interface PrivateFileOptions {
  /**
   * The modification time to give it, ms since 1970 on this machine's clock. Where the filesystem
   * has another clock (a file server), it is the same moment there.
   */
  mtimeMs?: number
  /** Whether it must outlast a power failure right after; what is only a cache need not, and syncing takes ms. */
  durable?: boolean
}

/**
 * Writes a file that only its owner may read, whole or not at all: a temporary file in the same
 * directory, renamed over the old one. What stands in its place is replaced and never
 * followed. A directory in its place is an error.
 */
export function writePrivate(
  file: string,
  content: string,
  { mtimeMs, durable = false }: PrivateFileOptions = {},
): void {
  const directory = path.dirname(file)
  const temporary = path.join(
    directory,
    `.tfsso-${process.pid}-${randomBytes(6).toString('hex')}.tmp`,
  )
  try {
    const handle = fs.openSync(temporary, 'wx', 0o600)
    try {
      fs.writeFileSync(handle, content)
      if (mtimeMs !== undefined) setTime(handle, mtimeMs)
      if (durable) fs.fsyncSync(handle)
    } finally {
      fs.closeSync(handle)
    }
    fs.renameSync(temporary, file)
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw error
  }
}

function setTime(handle: number, localMs: number): void {
  const offset = fs.fstatSync(handle).mtimeMs - Date.now()
  const seconds = (localMs + (Math.abs(offset) > 2_000 ? offset : 0)) / 1000
  fs.futimesSync(handle, seconds, seconds)
}

/**
 * Makes a directory that only its owner may enter, and its parents. One of ours that is open to
 * others is closed; one that is another user's, or no directory, is refused (78).
 */
export function ensurePrivateDirectory(directory: string): void {
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    // What stands in its own place is told below. Else: a file above it, a read-only disk.
    if (errorCode(error) !== 'EEXIST') {
      throw misconfigured(
        `${directory} cannot be made: ${errorCode(error)}.`,
        'Set HOME, or XDG_CACHE_HOME, to a directory that you may write to.',
      )
    }
  }
  const stat = fs.lstatSync(directory)
  if (!stat.isDirectory())
    throw misconfigured(`${directory} is not a directory.`, 'Remove it and run the command again.')
  if (stat.uid !== process.getuid?.()) {
    throw misconfigured(
      `${directory} belongs to another user, so nothing is kept there.`,
      'Under sudo, use `sudo -H` or leave HOME to the other user; or set XDG_CACHE_HOME.',
    )
  }
  if ((stat.mode & 0o077) !== 0) fs.chmodSync(directory, 0o700)
}

/** Removes what has not been touched for `unusedMs` from a directory of ours. */
export function removeUnused(directory: string, unusedMs: number, nowMs: number): void {
  for (const name of listDirectory(directory)) {
    const file = path.join(directory, name)
    const stat = fs.lstatSync(file, { throwIfNoEntry: false })
    if (stat && nowMs - stat.mtimeMs > unusedMs) fs.rmSync(file, { force: true, recursive: true })
  }
}
