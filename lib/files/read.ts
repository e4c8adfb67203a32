import fs from 'node:fs'
import { orElse } from '../text/attempt.ts'
import { misconfigured } from '../text/problem.ts'
import { errorCode } from './error-code.ts'

/**
 * `readIfThere` and read-trusted.ts don't read files with more bytes than this. The limit is about half of what fits
 * into a string of node.
 */
export const mostBytes = 256 * 1024 * 1024

/**
 * The file's bytes. undefined if there is no plain file at this path: to read a pipe or a device might take forever.
 * Problem (exit code 78) if we are not allowed to read the file, or if it has more than 256 MiB. Throws any other error
 * of the file system.
 */
export function readIfThere(file: string): Buffer | undefined {
  try {
    const stat = statIfThere(file)
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

/** Whether the path is a plain file or a link to one, as for `[ -f ]`. */
export function isFile(file: string): boolean {
  return statIfThere(file)?.isFile() ?? false
}

/** Whether the path is a pipe, a socket or a device, or a link to one. */
export function isSpecial(file: string): boolean {
  const stat = statIfThere(file)
  return stat !== undefined && !stat.isFile() && !stat.isDirectory()
}

/** Whether the path is /dev/null, or a link to it. */
export function isNull(file: string): boolean {
  const stat = statIfThere(file)
  return stat?.isCharacterDevice() === true && stat.rdev === statIfThere('/dev/null')?.rdev
}

/**
 * What stat(2) says of a plain file; undefined if the path does not exist or is not accessible. Problem (exit code 78)
 * for anything else: to read a pipe or a device might take forever.
 */
export function requirePlain(file: string): fs.Stats | undefined {
  const stat = statIfThere(file)
  if (!stat || stat.isFile()) return stat
  throw misconfigured(
    `${file} is a ${stat.isDirectory() ? 'directory' : 'pipe, a socket or a device'}, not a file.`,
    'Remove it, or rename it.',
  )
}

function statIfThere(file: string): fs.Stats | undefined {
  // An error means that nothing can be read there: the path goes through a file, a loop of links, or a directory that
  // we can't enter.
  return orElse(() => fs.statSync(file, { throwIfNoEntry: false }), undefined)
}

/** Whether the path is a file that we can run, as for `[ -f ] && [ -x ]`. */
export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return isFile(file)
  } catch {
    return false
  }
}

/** Whether the path is a directory or a link to one, as for `[ -d ]`. */
export function isDirectory(file: string): boolean {
  return statIfThere(file)?.isDirectory() ?? false
}

/** The entries of a directory, with their types; empty if there is no such directory, or we can't read it. */
export function listEntries(directory: string): fs.Dirent[] {
  return orElse(() => fs.readdirSync(directory, { withFileTypes: true }), [])
}

/** The names in a directory; empty if there is no such directory, or we can't read it. */
export function listDirectory(directory: string): string[] {
  return orElse(() => fs.readdirSync(directory), [])
}

/** What lstat(2) says of a path: of a link itself, not of its target. undefined if it is missing or not accessible. */
export function lookAt(file: string): fs.Stats | undefined {
  return orElse(() => fs.lstatSync(file, { throwIfNoEntry: false }), undefined)
}

/** The target of a link, as it is written in the link; undefined if this is not a link, or can't be read. */
export function linkTarget(file: string): string | undefined {
  return orElse(() => fs.readlinkSync(file), undefined)
}

/** The path with all links resolved; undefined if the path does not exist or is not accessible. */
export function realPath(file: string): string | undefined {
  return orElse(() => fs.realpathSync(file), undefined)
}
