import { cacheDirectory, type Environment, findPlaces, type Places } from '../files/user-paths.ts'
import type { Tool } from '../project/backend.ts'
import { debug } from '../terminal/debug.ts'
import type { GrantMode } from './coverage.ts'

/*
 * The request for a grant, and what make.ts and no-layer.ts both need to make one.
 */

export interface GrantRequest {
  tool: Tool
  mode: GrantMode
  /** the layer's physical directory */
  directory: string
  /** the installation's directory */
  prefix: string
  env: Environment
  /** the command, if its arguments can decide the layer's account. If they do, the grant is for this run only */
  command?: { decider: string; words: readonly string[] } | undefined
  /** why tfsso must not offer a login; undefined if it is allowed to */
  noLogin: string | undefined
  /** credentials are optional: don't wait long for AWS */
  hurry?: boolean
  /** give only arguments, and only for this run, because getting credentials failed */
  withoutAws?: boolean
}

/** Stores something that a run can do without. If that fails, the run goes on. */
export function keep(store: () => void): void {
  try {
    store()
  } catch (error) {
    // For example, the disk is full or the path is too long. This run has its grant; the next run makes its own.
    debug(`the grant was not stored: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * The paths of tfsso's own files and of the person's AWS files. Makes the directories for grants and parsed files.
 * Problem (exit code 78) without a usable HOME or a writable cache.
 */
export function findWritablePlaces(env: Environment, directory: string): Places {
  const places = findPlaces(env, directory)
  for (const name of ['parsed', 'grants']) cacheDirectory(places, name)
  return places
}
