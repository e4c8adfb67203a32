import path from 'node:path'
import { listDirectory } from '../files/read.ts'

/** The suffix distinguishes portals' locks from the tokens, which are in the same directory. */
export const portalSuffix = '.tfsso-lock'

/** The lock on login and refresh for all processes that share a portal's tokens. `key` names the portal. */
export function portalLock(tokenCache: string, key: string): string {
  return path.join(tokenCache, `${key}${portalSuffix}`)
}

/** For another login while the holder of `lock` is stopped (Ctrl-Z). */
export function lockBeside(lock: string): string {
  return `${lock.slice(0, -portalSuffix.length)}-beside${portalSuffix}`
}

/** the directory in the cache for the locks on role credentials */
export const roleLocks = 'locks'

/** in the cache; held while `tfsso configure` writes */
export const configureLock = 'configure-lock'

/** Lists the lock of `tfsso configure` even if it does not exist. */
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
