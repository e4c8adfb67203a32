import { type Environment, requireText } from '../files/user-paths.ts'
import type { Layer } from '../layout/layout.ts'
import { type Variable, variables } from '../process/environment-table.ts'

/**
 * full: credentials and arguments. args: arguments only (TFSSO=args). job: arguments, and profiles that use the CI
 * job's own credentials (TFSSO=args with TFSSO_CI_ROLE).
 */
export type GrantMode = 'full' | 'args' | 'job'

/** off: nothing (TFSSO=off). */
export type RunMode = GrantMode | 'off'

/** A value that must be the same in a run as when the grant was made. */
export interface Covered {
  /** a name for messages */
  what: string
  /** a word of sh: in the shim it expands to the run's value, which must equal `value` */
  word: string
  value: string
}

/**
 * Lists what a grant is valid for. Problem (exit code 78) if a variable that the grant depends on is not UTF-8.
 * `decider`: the command whose arguments decide the account; '' if none do. undefined if the directory can't be
 * switched to another account.
 */
export function describeCoverage(
  tool: string,
  mode: GrantMode,
  prefix: string,
  layer: Pick<Layer, 'directory' | 'account'> & Partial<Layer>,
  env: Environment,
  decider?: string,
): Covered[] {
  const decisive = variables.filter(({ decides }) => {
    if (decides === 'always' || decides === undefined) return decides !== undefined
    return decides === 'switched' ? decider !== undefined : mode === 'job'
  })
  requireText(Object.fromEntries(decisive.map(({ name }) => [name, env[name]])))
  return [
    // In sh the path `/` is an empty text, because sh finds a parent by cutting off a path's last name.
    ...Object.entries({ tool, mode, prefix, ...layer }).map(([what, value]) => ({
      what,
      word: `"\${tfsso_${what}:-/}"`,
      value,
    })),
    ...decisive.map((variable) => coverVariable(variable, env)),
    ...(decider === undefined
      ? []
      : [{ what: 'command', word: '"${tfsso_decider-}"', value: decider }]),
  ]
}

function coverVariable({ name, decides }: Variable, env: Environment): Covered {
  return decides === 'job-if-set'
    ? { what: name, word: `"\${${name}:+set}"`, value: env[name] ? 'set' : '' }
    : { what: name, word: `"\${${name}-}"`, value: env[name] ?? '' }
}
