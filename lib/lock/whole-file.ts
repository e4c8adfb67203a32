import fs from 'node:fs'
import path from 'node:path'
import { errorCode } from '../files/error-code.ts'
import { readOwn } from '../files/read-trusted.ts'
import { temporaryName } from '../files/temporary-file.ts'

/*
 * Small files that other processes never see half written, except files of `createWhole` on a disk without hard links.
 */

/**
 * The object in one of tfsso's JSON files; undefined if the file does not exist, is invalid, or can't be trusted
 * (`readOwn`).
 */
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

/** Creates a file with its content, in one step if the disk has hard links. Throws EEXIST if the name exists. */
export function createWhole(file: string, content: string): void {
  const temporary = temporaryBeside(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
    fs.linkSync(temporary, file)
  } catch (error) {
    if (!noLinks.has(errorCode(error) ?? '')) throw error
    // Without hard links this takes two steps. If the process is killed between them, the file stays empty and names
    // no holder.
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } finally {
    fs.rmSync(temporary, { force: true })
  }
}

/** The errors of link(2) on a filesystem without hard links. */
const noLinks = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

/** Creates or replaces a file in one step. If that fails, the old file stays, and no error is thrown. */
export function writeWhole(file: string, content: string): void {
  const temporary = temporaryBeside(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
    fs.renameSync(temporary, file)
  } catch {
    // The directory is gone, or the disk is full. Even without this file, other processes notice when the holder's
    // process ends.
    fs.rmSync(temporary, { force: true })
  }
}

/** Sets a file's modification time to now, if that is possible. */
export function touch(file: string): void {
  try {
    const now = new Date()
    fs.utimesSync(file, now, now)
  } catch {
    // The file is gone, or we are not allowed to change it. Other processes could now take the file for unused, or its
    // holder for dead.
  }
}
