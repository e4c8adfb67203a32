import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { attempt, orElse } from '../text/attempt.ts'
import { misconfigured, Problem } from '../text/problem.ts'
import { clockIn, findCache } from './cache-places.ts'
import { errorCode } from './error-code.ts'
import { clearWay, ensurePrivateDirectory } from './private-directory.ts'
import { readPrivate } from './read-trusted.ts'
import { writePrivate } from './write-private.ts'

/** Where the person's files and ours are, as absolute paths. */
export interface Places {
  home: string
  /** our cache: everything in it can be deleted at any time */
  cache: string
  /** AWS_CONFIG_FILE, or the usual file */
  awsConfig: string
  /** AWS_SHARED_CREDENTIALS_FILE, or the usual file */
  awsCredentials: string
  /** the token cache that AWS CLI v2 and the SDKs share; always below HOME */
  tokenCache: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** undefined if the directory does not exist. Throws if it is not accessible. */
const ownerOf = (directory: string) => fs.statSync(directory, { throwIfNoEntry: false })?.uid

/** Problem (exit code 78) if HOME is not accessible, or belongs to another user (sudo -E). */
function requireOwnHome(home: string): void {
  const advice = [
    'Set HOME to a directory of your own; XDG_CACHE_HOME alone does not move the AWS session (~/.aws).',
    'Under sudo, use `sudo -H`; or run the command without sudo.',
  ]
  let owner: number | undefined
  try {
    owner = ownerOf(home)
  } catch (error) {
    throw misconfigured(`HOME (${home}) is not accessible: ${errorCode(error)}.`, ...advice)
  }
  if (owner === undefined || owner === process.getuid?.()) return
  throw misconfigured(
    `HOME (${home}) belongs to another user, so nothing is read or written there.`,
    ...advice,
  )
}

/**
 * A directory of root, such as /tmp, is not another person's. To root, however (as under `sudo -E`), each person's
 * directory is another person's: root could write there, but then the person could not change the new files. Returns
 * false if the directory is not accessible, because a later write there fails with a message.
 */
function isAnotherPersons(directory: string): boolean {
  const owner = orElse(() => ownerOf(directory), undefined)
  return owner !== undefined && owner !== 0 && owner !== process.getuid?.()
}

/**
 * Problem (exit code 78) if a value contains U+FFFD. node puts U+FFFD in place of bytes that are not UTF-8, so the
 * value would be wrong.
 */
export function requireText(paths: Environment): void {
  for (const [what, text] of Object.entries(paths))
    if (text?.includes('\ufffd'))
      throw misconfigured(`${what} is not valid UTF-8: ${text}`, 'Rename it.')
}

/** As in the SDKs, `~/` at the beginning means HOME. */
function awsFile(
  setting: string | undefined,
  fallback: string,
  home: string,
  directory: string,
): string {
  if (!setting) return fallback
  return path.resolve(
    directory,
    setting.startsWith('~/') ? path.join(home, setting.slice(2)) : setting,
  )
}

/**
 * Makes no files or directories. `directory`: a relative AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE starts there.
 * For terraform it is the directory of -chdir. Problem (exit code 78) in these cases:
 * - HOME is missing, relative, not accessible or another user's (sudo -E).
 * - The directory for caches belongs to another user who is not root.
 * - HOME or the directory for caches is not UTF-8.
 */
export function findPlaces(env: Environment, directory = process.cwd()): Places {
  const home = env.HOME
  if (!home) {
    throw misconfigured(
      'HOME is not set, so there is no place for the AWS session.',
      'Set HOME to your home directory, or TFSSO=off to run without tfsso.',
    )
  }
  if (!path.isAbsolute(home))
    throw misconfigured(`HOME is not an absolute path: ${home}`, 'Set it to your home directory.')
  requireText({ HOME: home })
  requireOwnHome(home)
  const cache = findCache(env) ?? ''
  const cacheHome = path.dirname(cache)
  requireText({ XDG_CACHE_HOME: cacheHome })
  if (isAnotherPersons(cacheHome)) {
    throw misconfigured(
      `${cacheHome} belongs to another user, so nothing is read or written there.`,
      'Set XDG_CACHE_HOME to a directory of your own, or unset it if it is set.',
    )
  }
  return {
    home,
    cache,
    awsConfig: awsFile(env.AWS_CONFIG_FILE, path.join(home, '.aws', 'config'), home, directory),
    awsCredentials: awsFile(
      env.AWS_SHARED_CREDENTIALS_FILE,
      path.join(home, '.aws', 'credentials'),
      home,
      directory,
    ),
    tokenCache: path.join(home, '.aws', 'sso', 'cache'),
  }
}

/**
 * The places of a CI job with credentials of its own. Such a job can do without the person's HOME. If `findPlaces`
 * fails, a private directory takes the place of HOME. This directory is in XDG_CACHE_HOME or, without an absolute
 * XDG_CACHE_HOME, in the system's temporary directory. Problem (exit code 78) if this directory can't be used.
 */
export function findJobPlaces(env: Environment, directory = process.cwd()): Places {
  const usable = attempt(() => findPlaces(env, directory))
  if (!(usable instanceof Problem)) return usable
  const { XDG_CACHE_HOME: cacheHome } = env
  const base = cacheHome?.startsWith('/') ? cacheHome : os.tmpdir()
  const home = path.join(base, `tfsso-${process.getuid?.()}`)
  ensurePrivateDirectory(home)
  return findPlaces({ ...env, HOME: home, XDG_CACHE_HOME: undefined }, directory)
}

const closed = new Set<string>()

/** Makes each subdirectory of the cache private, but not the directories below. */
function closeDirectories(cache: string): void {
  if (closed.has(cache)) return
  closed.add(cache)
  for (const entry of fs.readdirSync(cache, { withFileTypes: true }))
    if (entry.isDirectory()) ensurePrivateDirectory(path.join(cache, entry.name))
}

/**
 * Makes a private directory in the cache, and returns its path. Removes a file or link in the directory's way. Problem
 * (exit code 78) as for `ensurePrivateDirectory`.
 */
export function cacheDirectory(places: Places, ...parts: string[]): string {
  ensurePrivateDirectory(places.cache)
  closeDirectories(places.cache)
  const directory = path.join(places.cache, ...parts)
  if (parts.length > 0) {
    clearWay(places.cache, directory)
    ensurePrivateDirectory(directory)
  }
  return directory
}

/** node makes the clock file, because a file that sh makes could be open to other users. */
export function clockFile(places: Places): void {
  const file = clockIn(places.cache)
  if (readPrivate(file) === undefined) writePrivate(file, '\n')
}

/**
 * The time on the clock of the cache's filesystem, ms since 1970; a file server's clock can differ from ours. undefined
 * if the clock file is missing or can't be written.
 */
export function diskNow({ cache }: Places): number | undefined {
  let handle: number | undefined
  try {
    handle = fs.openSync(clockIn(cache), fs.constants.O_RDWR | fs.constants.O_NOFOLLOW)
    // Overwrite the byte without truncating the file, because this works even on a full disk. libexec/grant.sh does the
    // same.
    fs.writeSync(handle, '\n', 0)
    return fs.fstatSync(handle).mtimeMs
  } catch {
    return undefined
  } finally {
    if (handle !== undefined) fs.closeSync(handle)
  }
}
