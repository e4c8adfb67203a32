import fs from 'node:fs'
import { orElse } from '../text/attempt.ts'
import { misconfigured } from '../text/problem.ts'
import { errorCode } from './error-code.ts'

/** About half of what fits into a string of node. */
export const mostBytes = 256 * 1024 * 1024

/**
 * undefined if the file is missing or not a plain file. A pipe or a device is not read, because that might take
 * forever. Problem (exit code 78) if we are not allowed to read the file, or if it is larger than `mostBytes`. Throws
 * other errors of the file system.
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

/** As for `[ -f ]`: links are followed. */
export function isFile(file: string): boolean {
  return statIfThere(file)?.isFile() ?? false
}

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
 * undefined if the path does not exist or is not accessible. Problem (exit code 78) if the path is not a plain file:
 * reading a pipe or a device might take forever.
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
  // An error, such as ENOTDIR, ELOOP or EACCES, means that nothing can be read there.
  return orElse(() => fs.statSync(file, { throwIfNoEntry: false }), undefined)
}

/** As for `[ -f ] && [ -x ]`. */
export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return isFile(file)
  } catch {
    return false
  }
}

/** As for `[ -d ]`: links are followed. */
export function isDirectory(file: string): boolean {
  return statIfThere(file)?.isDirectory() ?? false
}

/** Empty if there is no such directory, or we can't read it. */
export function listEntries(directory: string): fs.Dirent[] {
  return orElse(() => fs.readdirSync(directory, { withFileTypes: true }), [])
}

/** Empty if there is no such directory, or we can't read it. */
export function listDirectory(directory: string): string[] {
  return orElse(() => fs.readdirSync(directory), [])
}

/** The lstat(2) of a path; undefined if it is missing or not accessible. */
export function lookAt(file: string): fs.Stats | undefined {
  return orElse(() => fs.lstatSync(file, { throwIfNoEntry: false }), undefined)
}

/** undefined if this is not a link, or can't be read. */
export function linkTarget(file: string): string | undefined {
  return orElse(() => fs.readlinkSync(file), undefined)
}

/** undefined if the path does not exist or is not accessible. */
export function realPath(file: string): string | undefined {
  return orElse(() => fs.realpathSync(file), undefined)
}
