import path from 'node:path'
import { realPath } from '../../files/read.ts'
import { subdirectories } from '../../files/subdirectories.ts'
import type { Inputs } from '../../project/inputs.ts'
import { isRepository } from '../repository.ts'
import { ancestors } from '../upwards.ts'
import { deepestAccount, leverageFiles } from './files.ts'
import { isAccount, isProject } from './find.ts'

/**
 * The accounts' directories, at most `deepestAccount` levels below the root. Skips hidden directories, other projects
 * and repositories, links out of the project, and everything inside an account. `own`, the layer's account, always
 * counts, wherever it is: otherwise the layer would run without credentials. The directories beside `own` are searched,
 * too. The root and each directory that contains accounts become inputs, as patterns, so the next run notices a new
 * account there. Any other directory is no input, so its first account is noticed only when the next grant is made. If
 * all directories were inputs, each run would search three levels.
 */
export function findAccounts(root: string, own: string | undefined, inputs: Inputs): string[] {
  const parents = new Set([root, ...folders(root, deepestAccount - 1)])
  if (own !== undefined) parents.add(path.dirname(own))
  const found = new Set<string>()
  for (const parent of parents) {
    for (const file of inputs.count(parent, `/${leverageFiles.account}`)) {
      const directory = path.dirname(path.dirname(file))
      if (directory === own || belongs(directory, root)) found.add(directory)
    }
  }
  if (own !== undefined) found.add(own)
  return [...found]
}

/**
 * For an account other than the layer's own: its real path must be inside the project. Neither the account nor a
 * directory between it and the root may be a separate repository or project (a submodule, a vendored directory).
 */
function belongs(directory: string, root: string): boolean {
  const real = realPath(directory)
  if (real === undefined || !real.startsWith(root === '/' ? '/' : `${root}/`)) return false
  for (const at of ancestors(real)) {
    if (at === root) return true
    if (isProject(at) || isRepository(at)) return false
  }
  return false
}

/** Folders with accounts, at most `levels` deep. */
function* folders(directory: string, levels: number): Generator<string> {
  if (levels === 0) return
  for (const folder of subdirectories(directory)) {
    if (isAccount(folder) || isProject(folder)) continue
    if (subdirectories(folder, { links: true }).some(isAccount)) yield folder
    yield* folders(folder, levels - 1)
  }
}
