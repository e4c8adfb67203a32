import fs from 'node:fs'
import path from 'node:path'
import { findCache } from '../files/cache-places.ts'
import { errorCode } from '../files/error-code.ts'
import { linkTarget, listDirectory } from '../files/read.ts'
import { removeIfEmpty } from '../files/remove-unused.ts'
import type { Environment } from '../files/user-paths.ts'
import { portalSuffix } from '../lock/places.ts'
import { livingSessions } from '../session/living-sessions.ts'
import { fail } from '../text/problem.ts'
import { isInstallation, refuseReadOnly, versionLinks } from './installed.ts'
import type { Called } from './options.ts'
import type { Place } from './prefix.ts'
import { say } from './say.ts'
import type { Source } from './source.ts'
import { cleanStartupFiles, startupPaths } from './startup-files.ts'
import { uninstallWords } from './uninstall-words.ts'

export interface Uninstalled {
  place: Place
  source: Source
  called: Called
  env: Environment
  dryRun: boolean
}

/**
 * Removes the installation (but no file of a system package), the lines of --modify-path, the cache and the locks.
 * Problem (exit code 1) if the prefix has files but is not an installation, or if we can't write to it.
 */
export function uninstall({ place, source, called, env, dryRun }: Uninstalled): void {
  const { prefix } = place
  const isThere = fs.existsSync(prefix)
  const isPackaged = source.isPackaged && prefix === source.root
  if (isPackaged)
    say(
      `Not removed: ${prefix}, which a system package installed. Remove the package: apt remove tfsso, dnf remove tfsso or rpm -e tfsso.`,
    )
  else if (!isThere) say(uninstallWords('absent', prefix))
  else if (!isInstallation(prefix) && listDirectory(prefix).length > 0)
    throw fail(
      uninstallWords('foreign', prefix),
      `Name the directory that it was installed in: ${called} --uninstall --prefix DIR.`,
    )
  else refuseReadOnly(prefix, called)
  cleanStartupFiles(startupPaths(env), { prefix, dryRun })
  if (isPackaged || !isThere) {
    // Remove nothing: the files belong to a package, or there are none.
  } else if (dryRun) say(uninstallWords('would_remove_tfsso', prefix))
  else removeInstallation(prefix, env.HOME)
  removeCache(env, dryRun)
  if (env.HOME && !dryRun) removeLocks(env.HOME)
  if (env.HOME) tellWhatStays(env.HOME)
  const rest = leftOver(source, prefix, called, (file) => fs.existsSync(file))
  if (rest && !isPackaged) say(rest)
}

function removeInstallation(prefix: string, home: string | undefined): void {
  for (const name of versionLinks) {
    if (linkTarget(`${prefix}/${name}`) === `current/${name}`) fs.rmSync(`${prefix}/${name}`)
  }
  if (linkTarget(`${prefix}/current`) !== undefined) fs.rmSync(`${prefix}/current`)
  const temporary = listDirectory(prefix).filter((name) => name.startsWith('.tfsso.'))
  for (const name of ['env', 'env.fish', 'versions', ...temporary])
    fs.rmSync(path.join(prefix, name), { recursive: true, force: true })
  say(uninstallWords('removed_tfsso', prefix))
  if (removeIfEmpty(prefix)) removeEmptyAbove(prefix, home)
  else say(uninstallWords('stays', prefix))
}

function removeCache(env: Environment, dryRun: boolean): void {
  const cache = findCache(env)
  if (cache === undefined || !fs.lstatSync(cache, { throwIfNoEntry: false })) return
  if (dryRun) {
    say(uninstallWords('would_remove_cache', cache))
    return
  }
  try {
    fs.rmSync(cache, { recursive: true })
  } catch (error) {
    say(`The cache, ${cache}, cannot be removed (${errorCode(error)}): remove it by hand.`)
    return
  }
  say(uninstallWords('removed_cache', cache))
  removeEmptyAbove(cache, env.HOME)
}

/**
 * Removes tfsso's own locks, which are next to the tokens. The removal does not stop a process that waits for a lock:
 * the process recreates the lock's directory.
 */
function removeLocks(home: string): void {
  const tokens = `${home}/.aws/sso/cache`
  for (const name of listDirectory(tokens)) {
    const lock = path.join(tokens, name)
    if (name.endsWith(portalSuffix) && fs.lstatSync(lock).isDirectory())
      fs.rmSync(lock, { recursive: true, force: true })
  }
  removeEmptyAbove(`${tokens}/.`, home)
}

function tellWhatStays(home: string): void {
  if (!fs.existsSync(`${home}/.aws`)) return
  say(
    uninstallWords('left_alone'),
    ...livingSessions(`${home}/.aws/sso/cache`, Date.now()).map(
      (one) => `A session is still valid: ${one}`,
    ),
    uninstallWords('end_sessions'),
  )
}

/** What else a person could want to remove. */
export function leftOver(
  { kind, root }: Source,
  prefix: string,
  called: Called,
  exists: (file: string) => boolean,
): string | undefined {
  if (kind === 'clone') {
    const built = ['dist', 'node_modules'].filter((name) => exists(`${root}/${name}`))
    if (built.length === 0) return undefined
    const names = built.map((name) => `${name}/`).join(' and ')
    return `Not removed from the clone, ${root}: ${names}. You can remove them, or the whole clone.`
  }
  if (called === 'tfsso setup' && !root.startsWith(`${prefix}/`))
    return "npm's package is still installed: npm uninstall -g tfsso removes it."
  return undefined
}

/** Removes the empty directories between HOME and a path, because tfsso could have created them. */
function removeEmptyAbove(place: string, home: string | undefined): void {
  let directory = path.dirname(place)
  while (home && directory.startsWith(`${home}/`) && removeIfEmpty(directory))
    directory = path.dirname(directory)
}
