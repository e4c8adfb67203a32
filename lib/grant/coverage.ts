import { type Environment, requireText } from '../files/user-paths.ts'
import type { Layer } from '../layout/layout.ts'
import { type Variable, variables } from '../process/environment-table.ts'

/**
 * Whether a run gets credentials and arguments; arguments only (TFSSO=args); or arguments, and profiles
 * that are served from the CI job's own credentials (with TFSSO_CI_ROLE besides).
 */
export type GrantMode = 'full' | 'args' | 'job'

/** One thing that must be for a run what it was when the grant was made. */
export interface Covered {
  /** what people call it */
  what: string
  /** a word of sh that expands to it in the shim */
  word: string
  value: string
}

/** Which command's arguments decide in a layer that may be switched; '' for one whose arguments don't. */
export interface SwitchedCoverage {
  decider: string
}

/** What a grant is for: the run, and the variables that decide what the grant holds. */
export function describeCoverage(
  tool: string,
  mode: GrantMode,
  prefix: string,
  layer: Pick<Layer, 'directory' | 'account'> & Partial<Layer>,
  env: Environment,
  switched?: SwitchedCoverage,
): Covered[] {
  const decisive = variables.filter(({ decides }) => {
    if (decides === 'always' || decides === undefined) return decides !== undefined
    return decides === 'switched' ? switched !== undefined : mode === 'job'
  })
  requireText(Object.fromEntries(decisive.map(({ name }) => [name, env[name]])))
  return [
    // For sh the root is empty, where it has cut off the last name of a path.
    ...Object.entries({ tool, mode, prefix, ...layer }).map(([what, value]) => ({
      what,
      word: `"\${tfsso_${what}:-/}"`,
      value,
    })),
    ...decisive.map((variable) => coverVariable(variable, env)),
    ...(switched
      ? [{ what: 'command', word: '"${tfsso_decider-}"', value: switched.decider }]
      : []),
  ]
}

function coverVariable({ name, decides }: Variable, env: Environment): Covered {
  return decides === 'job-if-set'
    ? { what: name, word: `"\${${name}:+set}"`, value: env[name] ? 'set' : '' }
    : { what: name, word: `"\${${name}-}"`, value: env[name] ?? '' }
}
