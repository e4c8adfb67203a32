import path from 'node:path'
import { lookAt } from '../files/read.ts'

/** Whether a directory is the top of a git repository. In a submodule or a worktree, `.git` is a file. */
export const isRepository = (directory: string): boolean =>
  lookAt(path.join(directory, '.git')) !== undefined
