import fs from 'node:fs'
import { lookAt, mostBytes } from './read.ts'

/**
 * undefined if the file can't be read, is larger than `mostBytes`, is not a plain file, is a symlink, belongs to
 * another user, or is accessible to other users.
 */
export function readPrivate(file: string): string | undefined {
  return readTrusted(file, { flags: fs.constants.O_NOFOLLOW, forbidden: 0o077 })
}

/** Checks the type, owner and mode, as `readPrivate` does. If true, the file could still be too large or unreadable. */
export function isPrivate(file: string): boolean {
  const stat = lookAt(file)
  if (!stat) return false
  return stat.isFile() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0
}

/** As `readPrivate`, but with any mode: for files in a private directory. */
export function readOwn(file: string): string | undefined {
  return readTrusted(file, { flags: fs.constants.O_NOFOLLOW, forbidden: 0 })
}

export interface SharedFile {
  text: string
  /** the access that other users still have, as mode bits */
  open: number
}

/**
 * Reads a file that we share with the person's other tools, and takes access away from other users. If chmod has no
 * effect (WSL's /mnt/c), the file is read anyway. Links are followed. undefined if the file can't be read, is too
 * large, is not a plain file, or belongs to another user.
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
    // Don't block: opening a fifo would wait for a writer.
    handle = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK | flags)
  } catch {
    return undefined
  }
  try {
    const stat = fs.fstatSync(handle)
    const trusted =
      stat.isFile() && stat.uid === process.getuid?.() && (stat.mode & forbidden) === 0
    if (!trusted || stat.size > mostBytes) return undefined
    before?.(handle, stat.mode)
    return fs.readFileSync(handle, 'utf8')
  } catch {
    return undefined
  } finally {
    fs.closeSync(handle)
  }
}

/** Returns the access that other users still have, as mode bits. */
function closeToOthers(handle: number): number {
  try {
    fs.fchmodSync(handle, 0o600)
  } catch {
    // For example, the disk is read-only.
  }
  return fs.fstatSync(handle).mode & 0o077
}
