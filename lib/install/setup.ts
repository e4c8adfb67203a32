import path from 'node:path'
import { isExecutable, isFile, realPath } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'

/**
 * If a person runs `tfsso setup` of the installation in `own`, npm's package must do the work. After `npm install -g`,
 * the package can be newer than the installation. Returns the package's directory. undefined if this program (in
 * `root`) is not part of `own`, or if PATH lacks the package.
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
