import fs from 'node:fs'
import { lookAt, mostBytes } from './read.ts'

/**
 * The content of a private file of ours. undefined if the file can't be read, is too large (`mostBytes`) or can't be
 * trusted: it is not a plain file, it is a symlink, it belongs to another user, or other users have access to it.
 */
export function readPrivate(file: string): string | undefined {
  return readTrusted(file, { flags: fs.constants.O_NOFOLLOW, forbidden: 0o077 })
}

/** Whether a file can be trusted, by the rules of `readPrivate`. It could still be too large or unreadable. */
export function isPrivate(file: string): boolean {
  const stat = lookAt(file)
  if (!stat) return false
  return stat.isFile() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0
}

/**
 * The content of a file of ours in a private directory, whatever the file's mode. undefined if it can't be read, is too
 * large, is not a plain file, is a symlink, or belongs to another user.
 */
export function readOwn(file: string): string | undefined {
  return readTrusted(file, { flags: fs.constants.O_NOFOLLOW, forbidden: 0 })
}

/** A file that we share with the person's other tools. */
export interface SharedFile {
  text: string
  /** the access that other users have, as mode bits; 0 if they have none */
  open: number
}

/**
 * Reads a file that we share with the person's other tools. Links are followed. If other users have access to the file,
 * takes that access away. The file is read even if chmod has no effect (WSL's /mnt/c): then `open` says which access
 * remains. undefined if the file can't be read, is too large, is not a plain file, or belongs to another user.
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

/** Takes access to a file away from other users, if possible. Returns the access that they still have, as mode bits. */
function closeToOthers(handle: number): number {
  try {
    fs.fchmodSync(handle, 0o600)
  } catch {
    // for example, the disk is read-only
  }
  return fs.fstatSync(handle).mode & 0o077
}
