import type { Environment } from '../../files/user-paths.ts'
import type { RunMode } from '../../grant/coverage.ts'
import { namesOf } from '../../process/environment-table.ts'
import { type Finding, ok, warning } from '../finding.ts'

/** The variables that tfsso unsets in a run with the layer's credentials. */
export const cleared = namesOf((variable) => variable.cleared)
const replaced = namesOf(({ given, key }) => given && key)

/**
 * Lists the variables from which terraform would take credentials without tfsso. `reason`: why the mode is not full.
 * The findings contain no values.
 */
export function checkCredentials(env: Environment, mode: RunMode, reason: string): Finding[] {
  return [...cleared, ...replaced]
    .filter((name) => env[name] !== undefined)
    .map((name) => {
      if (mode !== 'full')
        return ok('credentials', `${name} is set, and terraform uses it, because ${reason}.`, name)
      const what = replaced.includes(name)
        ? "in a layer tfsso replaces it with the layer's own value"
        : 'in a layer tfsso clears it'
      const advice = [
        `Other tools still use it, and so does terraform with TFSSO=args. If you don't want that: unset ${name}`,
      ]
      return warning('credentials', `${name} is set; ${what}.`, advice, name)
    })
}
