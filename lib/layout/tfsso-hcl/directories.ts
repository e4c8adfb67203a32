import fs from 'node:fs'
import path from 'node:path'
import { isRoot } from './root.ts'

/** What terraform, terragrunt, git and npm keep in a repository: no layers of its own. */
export const notLookedInto = new Set(['.terraform', '.terragrunt-cache', '.git', 'node_modules'])

/**
 * The directories of a project by their paths from its root, '' for that itself; hidden ones too. Links are not
 * followed, and another project below is left out.
 */
export function* directoriesBelow(root: string): Generator<string> {
  const pending = ['']
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    yield at
    const below = namesIn(path.join(root, at)).map((name) => path.join(at as string, name))
    pending.push(...below.filter((name) => !isRoot(path.join(root, name))).reverse())
  }
}

function namesIn(directory: string): string[] {
  try {
    return fs
      .readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !notLookedInto.has(entry.name))
      .map(({ name }) => name)
      .sort()
  } catch {
    return [] // closed to us
  }
}
