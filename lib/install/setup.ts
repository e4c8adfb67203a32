import path from 'node:path'
import { isExecutable, isFile, realPath } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'

/**
 * The directory of the tfsso package that npm installed, if this package must do the work of `tfsso setup`. The person
 * started `tfsso setup` from the installation in `own`. After `npm install -g`, the package can be newer than that
 * installation. undefined if this program (in `root`) is not part of the installation in `own`, or if the package is
 * not on PATH.
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
