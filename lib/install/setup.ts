import path from 'node:path'
import { isExecutable, isFile, realPath } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'

/**
 * The npm package that must do the work when `tfsso setup` is started from an installation (`own`), because
 * after `npm install -g` the package is newer than the installation. Undefined if npm's package is not on
 * PATH, or if this program (`root`) is not the installation's own.
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
