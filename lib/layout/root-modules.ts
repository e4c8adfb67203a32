import fs from 'node:fs'
import path from 'node:path'
import { subdirectories } from '../files/subdirectories.ts'
import { isLocal } from '../project/local-modules.ts'
import { listTerraform } from './list-terraform.ts'
import { readModuleRole } from './read-module-role.ts'
import { isRepository } from './repository.ts'

/**
 * The directories with files of Terraform or OpenTofu, parents first, sorted by name. Leaves out hidden directories,
 * node_modules, links and nested repositories. Also leaves out local modules that one of the files calls and that have
 * no backend or `cloud` block. `units`: includes Terragrunt's units (directories with a terragrunt.hcl).
 */
export function findRootModules(root: string, { units = false } = {}): string[] {
  const directories = [...walk(root)].map((directory) => ({
    directory,
    roles: listTerraform(directory).map((name) => readModuleRole(path.join(directory, name))),
  }))
  const called = new Set(
    directories.flatMap(({ directory, roles }) =>
      roles.flatMap(({ calls }) => calls.filter(isLocal).map((to) => path.resolve(directory, to))),
    ),
  )
  const isUnit = (directory: string) => fs.existsSync(path.join(directory, 'terragrunt.hcl'))
  return directories
    .filter(({ directory, roles }) => roles.length > 0 || (units && isUnit(directory)))
    .filter(({ directory, roles }) => !called.has(directory) || roles.some(({ isRoot }) => isRoot))
    .map(({ directory }) => directory)
}

function* walk(directory: string): Generator<string> {
  yield directory
  for (const below of subdirectories(directory)) if (!isRepository(below)) yield* walk(below)
}
