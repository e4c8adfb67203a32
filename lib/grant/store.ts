import fs from 'node:fs'
import path from 'node:path'
import {
  ensurePrivateDirectory,
  listDirectory,
  readPrivate,
  writePrivate,
} from '../support/files.ts'
import { cacheDirectory, type Places } from '../support/places.ts'
import { quoteForShell } from '../support/quote.ts'
import type { GrantMode } from './coverage.ts'

/**
 * The name of the directory that holds a layer's grants, in a tree of the same shape as the
 * filesystem: sh has no hash without a fork.
 */
const own = '.tfsso'

/** The file name of a grant; libexec/grant.sh builds the same. */
export function grantName(tool: string, mode: GrantMode, role: string | undefined): string {
  return `${tool}.${mode}${role ? `@${role}` : ''}`
}

/**
 * Keeps a layer's grant until `untilMs` (this machine's clock, ms): the file's modification time.
 * Its directory's modification time is when it was made.
 */
export function storeGrant(
  places: Places,
  directory: string,
  name: string,
  text: string,
  untilMs: number,
): void {
  const grants = cacheDirectory(places, 'grants')
  const target = path.join(grants, directory, own)
  fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
  ensurePrivateDirectory(target)
  writePrivate(path.join(target, name), text, { mtimeMs: untilMs })
}

/** Removes every grant of a session, and those that nobody can read. */
export function wipeGrants(places: Places, session: string): void {
  const line = `\ntfsso_session=${quoteForShell(session)}\n`
  removeGrants(path.join(places.cache, 'grants'), (file) => {
    const text = readPrivate(file)
    return text === undefined || text.includes(line)
  })
}

/** Removes the grants whose time has come, for layers that nobody works in any more. */
export function pruneGrants(places: Places, nowMs: number): void {
  removeGrants(path.join(places.cache, 'grants'), (file) => {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false })
    return stat !== undefined && stat.mtimeMs < nowMs
  })
}

/** Removes grants below a directory, and the directories that are empty then. */
function removeGrants(directory: string, unwanted: (file: string) => boolean): void {
  for (const name of listDirectory(directory)) {
    const entry = path.join(directory, name)
    if (fs.lstatSync(entry, { throwIfNoEntry: false })?.isDirectory()) {
      removeGrants(entry, unwanted)
      try {
        fs.rmdirSync(entry)
      } catch {
        // not empty
      }
    } else if (unwanted(entry)) fs.rmSync(entry, { force: true })
  }
}
