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

/**
 * The content of a file that we share with other tools of the person, links followed; undefined for no
 * plain file, another user's, or one that others may write to. One that others may read is closed.
 */
export function readShared(file: string): string | undefined {
  return readTrusted(file, { flags: 0, forbidden: 0o022, close: true })
}

function readTrusted(
  file: string,
  { flags, forbidden, close = false }: { flags: number; forbidden: number; close?: boolean },
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
    const text = fs.readFileSync(handle, 'utf8')
    if (close && (stat.mode & 0o077) !== 0) closeToOthers(handle)
    return text
  } catch {
    return undefined
  } finally {
    fs.closeSync(handle)
  }
}

function closeToOthers(handle: number): void {
  try {
    fs.fchmodSync(handle, 0o600)
  } catch {
    // a disk that is read-only
  }
}
