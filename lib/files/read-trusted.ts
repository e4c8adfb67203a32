import fs from 'node:fs'
import { lookAt } from './read.ts'

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
