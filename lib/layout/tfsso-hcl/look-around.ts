import path from 'node:path'
import type { LayoutWarning } from '../layout.ts'
import { listTerraform } from '../list-terraform.ts'
import { readModuleRole } from '../read-module-role.ts'
import { findCandidates } from './candidates.ts'
import type { Description } from './description.ts'
import { directoriesBelow } from './directories.ts'
import { findFit } from './path-pattern.ts'

/**
 * Warnings of `tfsso doctor`: a pattern fits no directory, a list has no accounts, or a directory with a backend (or
 * `cloud` block) belongs to no account.
 */
export function lookAround(description: Description): LayoutWarning[] {
  const { file } = description
  const root = path.dirname(file)
  // Runs in a nested repository, too, get the account of a path that matches.
  const directories = [...directoriesBelow(root, { repositories: true })]
  // Accounts of lists need no directory in this repository.
  const own = description.accounts.filter(({ list }) => !list)
  const warnings = own.flatMap(({ paths, where, name }) =>
    paths.flatMap((pattern): LayoutWarning[] => {
      if (directories.some((directory) => fits(pattern, directory))) return []
      const other = directories.find((directory) =>
        fits(pattern.toLowerCase(), directory.toLowerCase()),
      )
      const message = `${where}: account "${name}": no directory matches the path ${pattern}.`
      const advice =
        other === undefined
          ? 'Correct it, or remove it.'
          : `There is ${other}: upper and lower case must be the same.`
      return [{ check: 'path', file, message, advice: [advice] }]
    }),
  )
  for (const list of description.lists)
    if (!description.accounts.some((account) => account.list === list))
      warnings.push({
        check: 'path',
        file,
        message: `${list.where}: accounts: no account is in the files that match ${list.from}.`,
        advice: ['Correct the path in `from`, or remove the block.'],
      })
  for (const directory of directoriesBelow(root)) {
    if (!hasBackend(path.join(root, directory))) continue
    if (findCandidates(description, directory).length > 0) continue
    warnings.push({
      check: 'no-account',
      file,
      message: `${path.join(root, directory)} has a backend, but no account's paths match it.`,
      advice: ["Terraform runs there without tfsso. Add the directory to an account's paths."],
    })
  }
  return warnings
}

/** Whether the pattern fits this directory itself, and none above it. */
function fits(pattern: string, directory: string): boolean {
  const depth = directory === '' ? 0 : directory.split('/').length
  return findFit(pattern, directory)?.depth === depth
}

function hasBackend(directory: string): boolean {
  return listTerraform(directory).some((name) => readModuleRole(path.join(directory, name)).isRoot)
}
