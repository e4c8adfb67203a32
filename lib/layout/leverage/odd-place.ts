import path from 'node:path'
import { subdirectories } from '../../files/subdirectories.ts'
import type { LayoutWarning } from '../layout.ts'
import { holdsTerraform } from '../list-terraform.ts'
import { ancestors } from '../upwards.ts'
import { fileOf, leverageFiles } from './files.ts'
import { besideCommon, isAccount } from './find.ts'

/** Warns about an account's directory that itself has Terraform files, and about an account inside another account. */
export function oddPlace(directory: string, root: string): LayoutWarning[] {
  const file = fileOf(directory, 'account')
  const warn = (message: string, ...advice: string[]) => ({ check: 'place', file, message, advice })
  const warnings: LayoutWarning[] = []
  if (holdsTerraform(directory))
    warnings.push(
      warn(
        `${file} makes its directory an account, but that directory itself has Terraform files.`,
        `A layer has no ${leverageFiles.account}: move the file into the directory above the layers.`,
      ),
    )
  for (const above of ancestors(path.dirname(directory))) {
    if (above === root || !above.startsWith(root)) break
    if (isAccount(above)) warnings.push(inside(warn, directory, above))
  }
  for (const below of subdirectories(directory).filter(isAccount))
    warnings.push(inside(warn, below, directory))
  return warnings
}

/**
 * Warns about an account's file at the project's root. If the root counted as an account, all directories outside the
 * other accounts would be its layers. So the root does not count, and `findOther` throws a Problem in these
 * directories.
 */
export function accountAtRoot(root: string): LayoutWarning[] {
  if (!isAccount(root)) return []
  const file = fileOf(root, 'account')
  const message = `${file} ${besideCommon}`
  return [{ check: 'place', file, message, advice: ['Move it into the directory of its account.'] }]
}

function inside(
  warn: (message: string, ...advice: string[]) => LayoutWarning,
  inner: string,
  outer: string,
): LayoutWarning {
  return warn(
    `${fileOf(inner, 'account')} is inside another account, ${outer}.`,
    'Layers below it belong to the inner account. Move the inner account beside the outer one, or remove this file.',
  )
}
