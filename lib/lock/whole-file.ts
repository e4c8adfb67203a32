import fs from 'node:fs'
import path from 'node:path'
import { errorCode } from '../files/error-code.ts'
import { readOwn } from '../files/read-trusted.ts'
import { temporaryName } from '../files/temporary-file.ts'

/** The object in a JSON file of ours; undefined where there is none, or one that makes no sense. */
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

/** Creates a file with its content, in one step that fails where the name exists (EEXIST). */
export function createWhole(file: string, content: string): void {
  const temporary = temporaryBeside(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
    fs.linkSync(temporary, file)
  } catch (error) {
    if (!noLinks.has(errorCode(error) ?? '')) throw error
    // Two steps: whoever is killed in between leaves an empty file, which names nobody.
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } finally {
    fs.rmSync(temporary, { force: true })
  }
}

/** What link(2) says on a filesystem that has no hard links. */
const noLinks = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

/** Writes a file whole, over what is there. Nothing happens where it can't be written. */
export function writeWhole(file: string, content: string): void {
  const temporary = temporaryBeside(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
    fs.renameSync(temporary, file)
  } catch {
    // The directory has gone or the disk is full: a dead holder is seen by its pid.
    fs.rmSync(temporary, { force: true })
  }
}

/** Gives a file the present time, if it is there. */
export function touch(file: string): void {
  try {
    const now = new Date()
    fs.utimesSync(file, now, now)
  } catch {
    // gone
  }
}
