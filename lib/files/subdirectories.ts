import fs from 'node:fs'
import path from 'node:path'

/**
 * The directories in a directory, without hidden ones and node_modules. Links to directories are left out unless
 * `links` is true.
 */
export function subdirectories(directory: string, { links = false } = {}): string[] {
  try {
    return fs
      .readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || (links && entry.isSymbolicLink()))
      .map(({ name }) => name)
      .filter((name) => !/^(\.|node_modules$)/.test(name))
      .sort()
      .map((name) => path.join(directory, name))
  } catch {
    return [] // not accessible
  }
}
