import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { heldFile, rolesFile } from '../../credentials/held.ts'
import { errorCode } from '../../files/error-code.ts'
import { isFile, listDirectory, lookAt } from '../../files/read.ts'
import { readOwn } from '../../files/read-trusted.ts'
import type { Places } from '../../files/user-paths.ts'
import { pruneGrants } from '../../grant/store.ts'
import { isOfPortal, type Portal } from '../../session/portal.ts'
import { listTokens } from '../../session/token.ts'
import { originsOf } from './origin.ts'

/** how long to wait for other processes that are writing */
const beingWrittenMs = 100
const attempts = 20

/**
 * Removes what came from a portal: its tokens, and in the cache its role credentials, grants, private AWS configs and
 * lists of accounts and roles. Also removes role credentials, grants, private configs and unfinished files whose portal
 * is unclear. Also removes private configs without a portal, because sections copied from the person's AWS config can
 * contain keys. Files of other portals stay, except grants and prompt files that have expired.
 */
export async function wipePortal(places: Places, portal: Portal): Promise<void> {
  const { cache, tokenCache } = places
  for (const [directory, isOurs] of [
    [path.join(cache, 'credentials'), () => true],
    // Skip a grant's proof: it holds only checksums, and `pruneGrants` removes it after the grant.
    [path.join(cache, 'grants'), (file: string) => !path.basename(file).includes('#')],
    [path.join(cache, 'config'), () => true],
    [path.join(cache, 'locks'), isUnfinished],
    [tokenCache, isUnfinished],
  ] as const) {
    for (const file of filesBelow(directory))
      if (await isUnwanted(file, portal, isOurs(file))) fs.rmSync(file, { force: true })
  }
  for (const { file, token } of listTokens(tokenCache))
    if (isOfPortal(token, portal)) removeWithTarget(file)
  for (const file of [heldFile(places, portal), rolesFile(places, portal)])
    fs.rmSync(file, { force: true })
  pruneGrants(places)
}

export function removeWithTarget(file: string): void {
  if (!isFile(file)) return // another process has removed it
  for (const each of [fs.realpathSync(file), file]) fs.rmSync(each, { force: true })
}

/**
 * Whether a file still has a temporary name. `N.new`: the lock's holder has not renamed the file yet. `.tmp`: the
 * writer still writes, or was killed.
 */
function isUnfinished(file: string): boolean {
  return /\.(new|tmp)$/.test(file)
}

/**
 * Whether a file came, or could have come, from the portal, or is a private AWS config without a portal. `ours`: only
 * tfsso writes such files, so remove the file even if its content is unknown.
 */
async function isUnwanted(file: string, portal: Portal, ours: boolean): Promise<boolean> {
  const look = () => originsOf(readOwn(file) ?? '')
  let origins = look()
  if (origins === undefined && ours) {
    await sleep(beingWrittenMs)
    origins = look()
  }
  if (origins === undefined) return ours
  if (origins.length === 0) return path.basename(path.dirname(file)) === 'config'
  return origins.some((origin) => isOfPortal(origin, portal))
}

/** Includes links and special files, and does not follow links. */
function filesBelow(directory: string): string[] {
  return listDirectory(directory).flatMap((name) => {
    const entry = path.join(directory, name)
    return lookAt(entry)?.isDirectory() ? filesBelow(entry) : [entry]
  })
}

/**
 * Throws ENOTEMPTY after several attempts, if other processes keep writing into the cache. Throws any other error at
 * once.
 */
export async function wipeCache({ cache }: Places): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      fs.rmSync(cache, { recursive: true, force: true })
      return
    } catch (error) {
      if (errorCode(error) !== 'ENOTEMPTY' || attempt === attempts) throw error
      await sleep(beingWrittenMs)
    }
  }
}
