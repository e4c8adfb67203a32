import { subdirectories } from '../../files/subdirectories.ts'
import { attempt } from '../../text/attempt.ts'
import { Problem } from '../../text/problem.ts'
import type { AccountPlace, Layer } from '../layout.ts'
import { holdsTerraform } from '../list-terraform.ts'
import { findLayer } from './find.ts'

/**
 * The directories with Terraform files, at or below each account's directory, that `findLayer` counts as the account's
 * layers. Leaves out hidden directories, node_modules and links.
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
      if (!at || at instanceof Problem || at.account !== own.directory) continue
      if (holdsTerraform(directory)) yield { at, own }
      pending.push(...subdirectories(directory).reverse())
    }
  }
}
