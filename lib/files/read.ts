import fs from 'node:fs'
import { misconfigured } from '../text/problem.ts'
import { errorCode } from './error-code.ts'

/** The largest file that node can hold as one text, with room to spare, bytes. */
export const mostBytes = 256 * 1024 * 1024

/**
 * The file's bytes, or undefined if it is missing or not a plain file: reading a pipe or a device might never end. Problem
 * (78) if we may not read it, or if it has more than 256 MiB.
 */
export function readIfThere(file: string): Buffer | undefined {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    if (!stat?.isFile()) return undefined
    if (stat.size > mostBytes)
      throw misconfigured(
        `${file} has ${Math.ceil(stat.size / 1024 / 1024)} MiB, but tfsso reads files up to 256 MiB.`,
        'Make it smaller, or remove it.',
      )
    return fs.readFileSync(file)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined
    if (errorCode(error) === 'EACCES') {
      throw misconfigured(
        `${file} cannot be read: you have no permission.`,
        'Make it readable for you (chmod u+r), or ask its owner to.',
      )
    }
    throw error
  }
}

/** Whether it is a plain file or a link to one, as for `[ -f ]`. */
export function isFile(file: string): boolean {
  try {
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false
  } catch {
    // A part of the path is not a directory, not accessible, or a loop of links.
    return false
  }
}

/** Whether it is a pipe, a socket or a device, or a link to one. */
export function isSpecial(file: string): boolean {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    return stat !== undefined && !stat.isFile() && !stat.isDirectory()
  } catch {
    return false
  }
}

/** Whether it is a file that we may run, as for `[ -f ] && [ -x ]`. */
export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return isFile(file)
  } catch {
    return false
  }
}

/** The names in a directory; empty if there is no such directory. */
export function listDirectory(directory: string): string[] {
  try {
    return fs.readdirSync(directory)
  } catch {
    return []
  }
}

/** lstat(2) of a path: a link itself, not its target. undefined if nothing is there or it can't be reached. */
export function lookAt(file: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** The target of a link, unchanged; undefined if it is not a link. */
export function linkTarget(file: string): string | undefined {
  try {
    return fs.readlinkSync(file)
  } catch {
    return undefined
  }
}
