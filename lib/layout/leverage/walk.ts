import path from 'node:path'
import { lookAt, realPath } from '../../files/read.ts'
import { subdirectories } from '../../files/subdirectories.ts'
import type { Inputs } from '../../project/inputs.ts'
import { ancestors } from '../upwards.ts'
import { deepestAccount, leverageFiles } from './files.ts'
import { isAccount, isProject } from './find.ts'

/**
 * The directories of a project's accounts, at most `deepestAccount` levels below the root. The search skips hidden
 * directories, other projects and repositories, links that lead out of the project, and everything inside an account.
 * `own`: the account of the layer. It always counts, even if it is on a deeper level, in a hidden directory, in a
 * repository of its own, or in a directory that we can't list. (Without its account, the layer would run without
 * credentials.) The directories beside it are searched, too. Each directory that contains accounts becomes an input, as
 * a pattern. So the next run notices a new account in that directory. But the first account in another directory is
 * noticed only when the next grant is made: otherwise each run would have to search three levels.
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
 * Whether an account (other than the layer's own) belongs to the project. Its real path must be inside the project. The
 * account, and each directory between it and the project's root, must not be a separate repository or project (a
 * submodule, a vendored directory).
 */
function belongs(directory: string, root: string): boolean {
  const real = realPath(directory)
  if (real === undefined || !real.startsWith(root === '/' ? '/' : `${root}/`)) return false
  for (const at of ancestors(real)) {
    if (at === root) return true
    if (isProject(at) || lookAt(path.join(at, '.git'))) return false
  }
  return false
}

/** The folders with accounts, at most `levels` deep below a directory. */
function* folders(directory: string, levels: number): Generator<string> {
  if (levels === 0) return
  for (const folder of subdirectories(directory)) {
    if (isAccount(folder) || isProject(folder)) continue
    if (subdirectories(folder, { links: true }).some(isAccount)) yield folder
    yield* folders(folder, levels - 1)
  }
}
