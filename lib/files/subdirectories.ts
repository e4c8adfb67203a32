import path from 'node:path'
import { listEntries } from './read.ts'

/**
 * The directories in a directory, without hidden ones and node_modules. `links`: also all symlinks, whatever they lead
 * to.
 */
export function subdirectories(directory: string, { links = false } = {}): string[] {
  return listEntries(directory)
    .filter((entry) => entry.isDirectory() || (links && entry.isSymbolicLink()))
    .map(({ name }) => name)
    .filter((name) => !/^(\.|node_modules$)/.test(name))
    .sort()
    .map((name) => path.join(directory, name))
}
