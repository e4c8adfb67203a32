import path from 'node:path'
import { listDirectory } from '../files/read.ts'

/*
 * Where the locks are.
 */

/** What the name of a portal's lock ends with. This lock is in the directory of the tokens. */
export const portalSuffix = '.tfsso-lock'

/** The lock on login and refresh for all processes that share the portal's tokens. `key` names the portal. */
export function portalLock(tokenCache: string, key: string): string {
  return path.join(tokenCache, `${key}${portalSuffix}`)
}

/** The lock for another login beside the login that holds `lock`. It is needed if that holder is stopped (Ctrl-Z). */
export function lockBeside(lock: string): string {
  return `${lock.slice(0, -portalSuffix.length)}-beside${portalSuffix}`
}

/** The name of the directory in the cache that contains the locks on role credentials. */
export const roleLocks = 'locks'

/** The name of the lock that `tfsso configure` holds while it writes. The lock is in the cache. */
export const configureLock = 'configure-lock'

/**
 * The paths of all locks, whether or not a process holds them. The path for `tfsso configure` is included even if
 * that lock does not exist.
 */
export function findLocks(places: { tokenCache: string; cache: string }): string[] {
  const roles = path.join(places.cache, roleLocks)
  return [
    ...listDirectory(places.tokenCache)
      .filter((name) => name.endsWith(portalSuffix))
      .map((name) => path.join(places.tokenCache, name)),
    ...listDirectory(roles).map((name) => path.join(roles, name)),
    path.join(places.cache, configureLock),
  ]
}
