import path from 'node:path'
import { listDirectory } from '../files/read.ts'

/** How the name of a portal's lock ends; it lies beside the tokens. */
export const portalSuffix = '.tfsso-lock'

/** The lock on login and refresh, for whoever shares the portal's tokens. `key` names the portal. */
export function portalLock(tokenCache: string, key: string): string {
  return path.join(tokenCache, `${key}${portalSuffix}`)
}

/** The lock on a login beside that of a portal's lock whose holder is stopped. */
export function lockBeside(lock: string): string {
  return `${lock.slice(0, -portalSuffix.length)}-beside${portalSuffix}`
}

/** The directory of the cache in which the locks of roles are. */
export const roleLocks = 'locks'

/** The lock of `tfsso configure` while it writes, by name in the cache. */
export const configureLock = 'configure-lock'

/** Where locks may be. Those of portals and roles are there, held or not. */
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
