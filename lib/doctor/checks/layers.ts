import path from 'node:path'
import { isFile, listDirectory } from '../../files/read.ts'
import { Inputs } from '../../project/inputs.ts'
import { findNamedProfiles, type NamedProfilesOptions } from '../../project/named-profiles.ts'
import { ParsedCache } from '../../project/parsed.ts'
import { ProjectReader } from '../../project/project.ts'
import { asProblem } from '../../text/attempt.ts'
import type { Problem } from '../../text/problem.ts'
import { broken, type Finding, ok, warning } from '../finding.ts'
import { subdirectories } from '../read-project.ts'

/** A layer's profiles that nobody has, or why they can't be told. */
export interface LayerProfiles {
  directory: string
  nowhere: readonly string[]
  problem?: Pick<Problem, 'message' | 'advice'>
}

/** What every layer of these accounts names and nothing resolves. Nothing is kept. */
export async function readLayers(
  project: string,
  accounts: readonly string[],
  options: Omit<NamedProfilesOptions, 'role'>,
): Promise<LayerProfiles[]> {
  // One for all: what they share is read and parsed once.
  const inputs = new Inputs()
  const cache = new ParsedCache()
  const found: LayerProfiles[] = []
  for (const account of accounts) {
    for (const directory of findLayers(account)) {
      const reader = new ProjectReader({ directory, account, project }, inputs, cache)
      try {
        const profiles = await findNamedProfiles(reader, { ...options, role: undefined })
        const nowhere = profiles.filter(({ target, own }) => !target && !own)
        found.push({ directory, nowhere: nowhere.map(({ name }) => name) })
      } catch (error) {
        found.push({ directory, nowhere: [], problem: asProblem(error) })
      }
    }
  }
  return found
}

/** The directories of an account that hold Terraform files, its config left out. */
function* findLayers(account: string): Generator<string> {
  const config = path.join(account, 'config')
  const pending = [account]
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at === config || (at !== account && isFile(path.join(at, 'config/account.tfvars'))))
      continue
    if (listDirectory(at).some((name) => /\.(tf|tofu)(\.json)?$/.test(name))) yield at
    pending.push(...subdirectories(at).reverse())
  }
}

/** How many layers are named in one line. */
const named = 3

/** Each profile that leads nowhere and each problem once, with the layers that have it. */
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
    broken('profiles', message, [...advice, `So it fails in: ${list(layers)}.`], layers[0]),
  )
  for (const [name, where] of [...nowhere].sort(([a], [b]) => (a < b ? -1 : 1))) {
    findings.push(
      warning(
        'profile',
        `The profile ${name} is no account’s of this project, nor in your AWS files: ${list(where)}.`,
        ['terraform fails there if it is used. Correct the name, or add it to ~/.aws/config.'],
        name,
      ),
    )
  }
  if (findings.length > 0) return findings
  return [ok('profiles', `Every profile that ${layers.length} layers spell out leads somewhere.`)]
}

function list(layers: readonly string[]): string {
  const shown = layers.slice(0, named).join(', ')
  return layers.length > named ? `${shown} and ${layers.length - named} more` : shown
}
