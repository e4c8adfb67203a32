import type { Environment } from '../../files/user-paths.ts'
import { namesOf } from '../../process/environment-table.ts'
import { type Finding, ok, warning } from '../finding.ts'
import type { RunMode } from '../run-mode.ts'

/** What a run with the layer's credentials does without, and what it has of its own instead. */
export const cleared = namesOf((variable) => variable.cleared)
const replaced = namesOf(({ given, key }) => given && key)

/**
 * What is set here of which terraform would make credentials, and what tfsso does about it in a run of
 * this mode; `reason` is why the mode is not full. No value is shown.
 */
export function checkCredentials(env: Environment, mode: RunMode, reason: string): Finding[] {
  return [...cleared, ...replaced]
    .filter((name) => env[name] !== undefined)
    .map((name) => {
      if (mode !== 'full')
        return ok('credentials', `${name} is set, and counts for terraform: ${reason}.`, name)
      const what = replaced.includes(name)
        ? 'in a layer tfsso puts the layer’s own in its place'
        : 'in a layer tfsso takes it away from terraform'
      const advice = [
        `Other tools still take it: unset ${name}. With TFSSO=args terraform takes it as well.`,
      ]
      return warning('credentials', `${name} is set; ${what}.`, advice, name)
    })
}
