import fs from 'node:fs'
import path from 'node:path'
import { errorCode } from '../files/error-code.ts'
import { readOwn } from '../files/read-trusted.ts'
import { discard, temporaryName } from '../files/temporary-file.ts'

/* Small files that are never seen half written, except files of `createWhole` on a disk without hard links. */

/** undefined if the file does not exist, is invalid, or can't be trusted (`readOwn`) */
export function readObject<T extends object>(
  file: string,
  makesSense: (value: Partial<T>) => boolean,
): T | undefined {
  try {
    const value = JSON.parse(readOwn(file) ?? '')
    return typeof value === 'object' && value !== null && makesSense(value) ? value : undefined
  } catch {
    return undefined
  }
}

const temporaryBeside = (file: string) => path.join(path.dirname(file), temporaryName())

/** Creates the file in one step if the disk has hard links. Throws EEXIST if the file exists. */
export function createWhole(file: string, content: string): void {
  const temporary = temporaryBeside(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
    fs.linkSync(temporary, file)
  } catch (error) {
    if (!noLinks.has(errorCode(error) ?? '')) throw error
    // This takes two steps. If the process is killed between them, the file stays empty and names no holder.
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } finally {
    discard(temporary)
  }
}

/** the errors of link(2) on a filesystem without hard links */
const noLinks = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

/** In one step. If that fails, the old file stays, and no error is thrown. */
export function writeWhole(file: string, content: string): void {
  const temporary = temporaryBeside(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
    fs.renameSync(temporary, file)
  } catch {
    // The directory is gone, or the disk is full. The lock works without the file, because other processes also notice
    // when the holder's process ends.
    discard(temporary)
  }
}
