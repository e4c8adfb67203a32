import fs from 'node:fs'
import path from 'node:path'

/** libexec/layer.sh looks for the same name. */
export const fileName = 'tfsso.hcl'

export const fileIn = (root: string) => path.join(root, fileName)

export const isRoot = (directory: string) => fs.existsSync(fileIn(directory))
