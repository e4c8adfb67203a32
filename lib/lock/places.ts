import path from 'node:path'
import { listDirectory } from '../files/files.ts'

/** What a session's lock adds to the name of its token, beside which it lies. */
const sessionSuffix = '.tfsso-lock'

/** The lock on login and refresh, for whoever shares the token's file. */
export function sessionLock(tokenFile: string): string {
  return tokenFile.replace(/\.json$/, sessionSuffix)
}

/** The directory of the cache in which the locks of roles are. */
export const roleLocks = 'locks'

/** The lock of `tfsso configure` while it writes, by name in the cache. */
export const configureLock = 'configure-lock'

/** Where locks may be. Those of sessions and roles are there, held or not. */
export function findLocks(places: { tokenCache: string; cache: string }): string[] {
  const roles = path.join(places.cache, roleLocks)
  return [
    ...listDirectory(places.tokenCache)
      .filter((name) => name.endsWith(sessionSuffix))
      .map((name) => path.join(places.tokenCache, name)),
    ...listDirectory(roles).map((name) => path.join(roles, name)),
    path.join(places.cache, configureLock),
  ]
}
