import path from 'node:path'
import { listEntries } from '../../files/read.ts'
import { isRepository } from '../repository.ts'
import { isRoot } from './root.ts'

/** Names of directories that hold no layers. */
export const notLookedInto = new Set(['.terraform', '.terragrunt-cache', '.git', 'node_modules'])

/**
 * Paths from the root ('' is the root itself), without nested projects and `notLookedInto`. Links are not followed.
 * `repositories`: whether nested repositories are included.
 */
export function* directoriesBelow(root: string, { repositories = false } = {}): Generator<string> {
  const isOther = (directory: string) =>
    isRoot(directory) || (!repositories && isRepository(directory))
  const pending = ['']
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    yield at
    const below = namesIn(path.join(root, at)).map((name) => path.join(at as string, name))
    pending.push(...below.filter((name) => !isOther(path.join(root, name))).reverse())
  }
}

function namesIn(directory: string): string[] {
  return listEntries(directory)
    .filter((entry) => entry.isDirectory() && !notLookedInto.has(entry.name))
    .map(({ name }) => name)
    .sort()
}
