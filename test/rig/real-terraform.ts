import { findProgram } from '../../lib/demo/environment.ts'
import { installation } from './install.ts'

/**
 * The real terraform that is first on the tester's PATH, tfsso's own shims left out; undefined where
 * there is none.
 */
export function findTerraform(): string | undefined {
  return findProgram('terraform', process.env.PATH ?? '', installation())
}
