import { subdirectories } from '../../files/subdirectories.ts'
import { attempt } from '../../text/attempt.ts'
import { Problem } from '../../text/problem.ts'
import type { AccountPlace, Layer } from '../layout.ts'
import { holdsTerraform } from '../list-terraform.ts'
import { findLayer } from './find.ts'

/**
 * The layers of accounts: the directories with Terraform files, at or below each account's directory, that `findLayer`
 * counts as layers of this account. Leaves out hidden directories, node_modules and links.
 */
export function* findLayers(
  root: string,
  places: readonly AccountPlace[],
): Generator<{ at: Layer; own: AccountPlace }> {
  for (const own of places) {
    // An account whose files belong to another user has no layers.
    const pending = own.directory === undefined || own.untrusted ? [] : [own.directory]
    for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
      const directory = here
      const at = attempt(() => findLayer({ directory, from: directory, root }))
      // Skip what belongs to another account or is not a layer.
      if (!at || at instanceof Problem || at.account !== own.directory) continue
      if (holdsTerraform(directory)) yield { at, own }
      pending.push(...subdirectories(directory).reverse())
    }
  }
}
