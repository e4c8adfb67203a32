import path from 'node:path'
import type { Inputs } from '../../project/inputs.ts'
import type { Account, AccountList, Description } from './description.ts'
import { placesOnTheWay } from './list-files.ts'
import { findFit, fitsOne } from './path-pattern.ts'

/**
 * Makes inputs of those files of account lists that decide for a directory:
 * - the files that define the directory's candidates (these are returned);
 * - for a list without `paths`: each place in the directory or above it where a file of the list exists or could be
 *   added;
 * - all files of a list, if one of its `paths` with `*` for `${account}` fits the directory.
 *
 * `below`: the directory's path from the root, '' for the root itself.
 */
export function inputLists(
  { file, lists }: Description,
  { below, candidates }: { below: string; candidates: readonly Account[] },
  inputs: Inputs,
): string[] {
  const root = path.dirname(file)
  const ofLists = candidates.filter(({ list }) => list).map((account) => account.file)
  for (const listed of ofLists) inputs.read(inputs.file(listed))
  for (const list of lists) {
    if (!list.paths) watchTheWay(list, { root, below }, inputs)
    else if (mayPlaceByName(list.paths, below)) for (const one of list.files) inputs.fileBySum(one)
  }
  return ofLists
}

function watchTheWay(
  { from, files }: AccountList,
  { root, below }: { root: string; below: string },
  inputs: Inputs,
): void {
  for (const place of placesOnTheWay(from, below)) {
    const [directory, name] = [path.join(root, path.dirname(place)), path.basename(place)]
    const star = name.lastIndexOf('*')
    const there =
      star < 0 ? [path.join(directory, name)] : inputs.count(directory, name.slice(star + 1))
    for (const file of there.filter((one) => fitsOne(name, path.basename(one)))) {
      if (files.includes(file)) inputs.file(file)
      // When tfsso read the lists, there was no such file. If there is one now, what tfsso read is out of date.
      else inputs.missing(file)
    }
  }
}

const mayPlaceByName = (paths: readonly string[], below: string) =>
  paths.some(
    (pattern) =>
      pattern.includes('${account}') && findFit(pattern.replaceAll('${account}', '*'), below),
  )
