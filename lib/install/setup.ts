import fs from 'node:fs'
import path from 'node:path'
import { isExecutable, isFile } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'

/**
 * The package of npm's that `tfsso setup` of an installation (`own`) is to hand over to: after
 * `npm install -g` it is the newer one, and its own tfsso setup does just the same. Undefined where npm has
 * none on PATH, and where this is not the installation's own program (`root`).
 */
export function npmPackage(
  root: string,
  own: string | undefined,
  { PATH = '' }: Environment,
): string | undefined {
  if (!own || root !== realPath(`${own}/current`)) return undefined
  return PATH.split(':')
    .filter((directory) => directory.startsWith('/'))
    .map((directory) => realPath(`${directory}/tfsso`))
    .filter((file) => file?.endsWith('/npm/tfsso') && isExecutable(file))
    .map((file) => path.resolve(file ?? '', '../..'))
    .find((directory) => isFile(`${directory}/install.sh`))
}

function realPath(file: string): string | undefined {
  try {
    return fs.realpathSync(file)
  } catch {
    return undefined
  }
}
