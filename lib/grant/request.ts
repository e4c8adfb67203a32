import type { LayerTool } from '../files/installed-tools.ts'
import { cacheDirectory, type Environment, findPlaces, type Places } from '../files/user-paths.ts'
import { debug } from '../terminal/debug.ts'
import type { GrantMode } from './coverage.ts'

export interface GrantRequest {
  tool: LayerTool
  mode: GrantMode
  /** the layer's physical directory */
  directory: string
  prefix: string
  env: Environment
  /** set if the command's arguments can decide the account. If they do, the grant is for this run only */
  command?: { decider: string; words: readonly string[] } | undefined
  /** why tfsso must not offer a login; undefined if it may */
  noLogin: string | undefined
  /** credentials are optional: don't wait long for AWS */
  hurry?: boolean
  /** give only arguments, and only for this run, because getting credentials failed */
  withoutAws?: boolean
}

export function keep(store: () => void): void {
  try {
    store()
  } catch (error) {
    // If storing fails (full disk, path too long), the run still gets its grant.
    debug(`the grant was not stored: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * As `findPlaces`, but makes the directories for grants and parsed files. Problem (exit code 78) without a usable HOME
 * or a writable cache.
 */
export function findWritablePlaces(env: Environment, directory: string): Places {
  const places = findPlaces(env, directory)
  for (const name of ['parsed', 'grants']) cacheDirectory(places, name)
  return places
}
