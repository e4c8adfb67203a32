import path from 'node:path'
import {
  type NamedProfile,
  namedProfiles,
  type ProfileOptions,
} from '../../layout/layer-profiles.ts'
import type { AccountPlace } from '../../layout/layout.ts'
import type { ProjectReading } from '../../layout/read.ts'
import { requireSettings } from '../../layout/require.ts'
import { asProblem } from '../../text/attempt.ts'
import type { Problem } from '../../text/problem.ts'
import { broken, type Finding, ok, warning } from '../finding.ts'

export interface LayerProfiles {
  directory: string
  /** profiles that the layer names, but that are in no account and not in the person's AWS files */
  nowhere: readonly string[]
  problem?: Pick<Problem, 'message' | 'advice'>
}

export async function readLayers(
  reading: ProjectReading,
  places: readonly AccountPlace[],
  options: ProfileOptions,
): Promise<LayerProfiles[]> {
  const found: LayerProfiles[] = []
  for (const { at, own } of reading.layout.findLayers(reading.project, places)) {
    const { directory } = at
    try {
      const settings = requireSettings(reading, own)
      const named = await namedProfiles(reading, { at, own }, settings, options)
      found.push({ directory, nowhere: named.filter(isNowhere).map(({ name }) => name) })
    } catch (error) {
      found.push({ directory, nowhere: [], problem: asProblem(error) })
    }
  }
  return found
}

const isNowhere = ({ target, own }: NamedProfile) => !target && !own

/** how many layers a message names at most */
const named = 3

/** Layers that name the same unknown profile, or have the same problem, share one finding. */
export function checkLayers(project: string, layers: readonly LayerProfiles[]): Finding[] {
  const nowhere = new Map<string, string[]>()
  const problems = new Map<string, { advice: readonly string[]; layers: string[] }>()
  for (const { directory, nowhere: names, problem } of layers) {
    const layer = path.relative(project, directory)
    for (const name of names) nowhere.set(name, [...(nowhere.get(name) ?? []), layer])
    if (!problem) continue
    const known = problems.get(problem.message)
    if (known) known.layers.push(layer)
    else problems.set(problem.message, { advice: problem.advice, layers: [layer] })
  }
  const findings = [...problems].map(([message, { advice, layers }]) =>
    broken('profiles', message, [...advice, `So terraform fails in: ${list(layers)}.`], layers[0]),
  )
  for (const [name, where] of [...nowhere].sort(([a], [b]) => (a < b ? -1 : 1))) {
    findings.push(
      warning(
        'profile',
        `The profile ${name} is in no account of this project and not in your AWS files. Named in: ${list(where)}.`,
        [
          'terraform fails there if it uses the profile. Correct the name, or add the profile to ~/.aws/config.',
        ],
        name,
      ),
    )
  }
  if (findings.length > 0) return findings
  return [ok('profiles', `All profiles named in ${layers.length} layers resolve.`)]
}

/** A layer that serves several accounts is named only once. */
function list(layers: readonly string[]): string {
  const all = [...new Set(layers)]
  const shown = all.slice(0, named).join(', ')
  return all.length > named ? `${shown} and ${all.length - named} more` : shown
}
