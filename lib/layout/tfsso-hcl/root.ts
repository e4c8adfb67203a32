import path from 'node:path'
import { isFile } from '../../files/read.ts'

/** The file that says how a repository is laid out. libexec/layer.sh looks for the same. */
export const fileName = 'tfsso.hcl'

export const fileIn = (root: string) => path.join(root, fileName)

export const isRoot = (directory: string) => isFile(fileIn(directory))
