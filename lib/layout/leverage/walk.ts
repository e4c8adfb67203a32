import path from 'node:path'
import { subdirectories } from '../../files/subdirectories.ts'
import type { Inputs } from '../../project/inputs.ts'
import { deepestAccount, leverageFiles } from './files.ts'
import { isAccount, isProject } from './find.ts'

/**
 * The directories of a project's accounts. Those in folders count, too; another project below it, hidden
 * directories and what lies inside an account are not looked into. `own`: the layer's own, which counts
 * wherever it lies, as do those beside it.
 *
 * Inputs are the patterns of the directories that hold accounts today, so that a further account
 * beside them is seen at once. A new folder is found when the next grant is made: looking for one would
 * cost every run patterns of three levels.
 */
export function findAccounts(root: string, own: string | undefined, inputs: Inputs): string[] {
  const parents = new Set([root, ...folders(root, deepestAccount - 1)])
  if (own !== undefined) parents.add(path.dirname(own))
  const found = new Set<string>()
  for (const parent of parents) {
    for (const file of inputs.count(parent, `/${leverageFiles.account}`)) {
      const directory = path.dirname(path.dirname(file))
      if (directory === own || !isProject(directory)) found.add(directory)
    }
  }
  return [...found]
}

/** The folders below a directory that hold accounts, down to so many levels. */
function* folders(directory: string, levels: number): Generator<string> {
  if (levels === 0) return
  for (const folder of subdirectories(directory)) {
    if (isAccount(folder) || isProject(folder)) continue
    if (subdirectories(folder, { links: true }).some(isAccount)) yield folder
    yield* folders(folder, levels - 1)
  }
}
