import fs from 'node:fs'
import path from 'node:path'
import { subdirectories } from '../files/subdirectories.ts'
import { localSources } from '../project/local-modules.ts'
import { listTerraform } from './list-terraform.ts'
import { terraformText } from './terraform-text.ts'

/**
 * The directories with files of Terraform or OpenTofu, parents first, sorted by name. Leaves out hidden directories,
 * node_modules, links, nested repositories, and local modules that one of the files calls. `units`: includes
 * Terragrunt's units (directories with a terragrunt.hcl).
 */
export function findRootModules(root: string, { units = false } = {}): string[] {
  const directories = [...walk(root)].map((directory) => ({
    directory,
    files: listTerraform(directory),
  }))
  const modules = new Set(
    directories.flatMap(({ directory, files }) =>
      files.flatMap((file) => moduleSources(directory, file)),
    ),
  )
  const isUnit = (directory: string) => fs.existsSync(path.join(directory, 'terragrunt.hcl'))
  return directories
    .filter(({ directory, files }) => files.length > 0 || (units && isUnit(directory)))
    .map(({ directory }) => directory)
    .filter((directory) => !modules.has(directory))
}

function* walk(directory: string): Generator<string> {
  yield directory
  for (const below of subdirectories(directory))
    if (!fs.existsSync(path.join(below, '.git'))) yield* walk(below)
}

/** Directories of the local modules that a file calls, except in comment lines. */
function moduleSources(directory: string, file: string): string[] {
  const text = terraformText(path.join(directory, file))
  if (!text?.includes('source')) return []
  const code = text.replace(/^[ \t]*(#|\/\/).*$/gm, '')
  return localSources(code).map((source) => path.resolve(directory, source))
}
