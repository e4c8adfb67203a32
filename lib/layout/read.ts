import { parseAccountId } from '../project/accounts.ts'
import { Inputs } from '../project/inputs.ts'
import { ParsedCache } from '../project/parsed.ts'
import { asMap } from '../project/values.ts'
import { Problem } from '../text/problem.ts'
import { decideAccount } from './candidates.ts'
import type { FoundProject } from './find.ts'
import type {
  AccountPlace,
  Layer,
  Layout,
  LocatedProblem,
  ProjectFacts,
  Purpose,
  ReadLayer,
  Run,
  Sources,
  SwitchedTo,
} from './layout.ts'
import { type OpenFile, openFiles, ownedPlaces, ownerProblems } from './owned.ts'

/** An account that is in the project's list of accounts, or has a place, or both. */
export interface Account {
  name: string
  /** 12 digits; undefined if missing or invalid */
  accountId: string | undefined
  /** the place that decided the layer's account comes first */
  places: AccountPlace[]
}

export interface ProjectReading {
  layout: Layout
  sources: Sources
  purpose: Purpose
  /** undefined outside a layer, and if `undecided` is set */
  layer: ReadLayer | undefined
  /** why tfsso can't decide the layer's account, or why this command must not run in the layer */
  undecided: Problem | undefined
  project: ProjectFacts
  /** in the list's order, then those that have a place but are not in the list */
  accounts: readonly Account[]
  places: readonly AccountPlace[]
  /** the project's, then those of each place */
  problems: readonly LocatedProblem[]
  openFiles: readonly OpenFile[]
}

/** `directory`: where parsed files are cached; without it, in memory only. */
export function newSources(directory?: string): Sources {
  return { inputs: new Inputs(), cache: new ParsedCache(directory) }
}

/**
 * Mistakes in the files are usually not thrown: they are in `problems`, and `require.ts` decides which stop a command.
 */
export async function readProject(
  { layout, root, layer, trust }: FoundProject,
  purpose: Purpose,
  sources: Sources,
  run: Run = { env: process.env },
): Promise<ProjectReading> {
  const said = await layout.readProject({ root, layer }, purpose, sources)
  const others = purpose !== 'own' && !(purpose === 'run' && said.sso === false)
  const all = await layout.readPlaces(said, layer, { purpose, others }, sources)
  const places = ownedPlaces({ trust, layer, root }, said.settingsAt, all)
  const read = { layout, sources, purpose, project: said, places }
  const candidates = layer ? layout.candidates(layer, said, places) : []
  const switchedTo =
    layer && candidates.length > 0
      ? await layout.findSwitchedTo?.(layer, said, candidates, run, sources)
      : undefined
  const reading = assemble(read, layer, { switchedTo, chosen: run.env.TFSSO_ACCOUNT })
  const deciding = layout.decidingFiles(said, layer, reading.layer, sources.inputs)
  return {
    ...withProblems(reading, ownerProblems(trust, deciding)),
    openFiles: openFiles(trust, deciding),
  }
}

function withProblems(reading: ProjectReading, problems: LocatedProblem[]): ProjectReading {
  const { project } = reading
  return {
    ...reading,
    project: { ...project, problems: [...problems, ...project.problems] },
    problems: [...problems, ...reading.problems],
  }
}

/** Pure: decides the layer's account. `chosen`: TFSSO_ACCOUNT. */
export function assemble(
  read: Pick<ProjectReading, 'layout' | 'sources' | 'purpose' | 'project' | 'places'>,
  layer: Layer | undefined,
  how: { switchedTo?: SwitchedTo | undefined; chosen?: string | undefined } = {},
): ProjectReading {
  const { layout, project, places } = read
  const decided = layer && decideAccount(layer, layout.candidates(layer, project, places), how)
  const undecided = decided instanceof Problem ? decided : undefined
  const own = decided instanceof Problem ? undefined : decided
  return {
    ...read,
    layer: layer && own && { at: layer, own, switchedTo: how.switchedTo },
    undecided,
    accounts: listAccounts(project, places, own),
    problems: [
      ...project.problems,
      ...places.flatMap(({ problems, profileProblems }) => [...problems, ...profileProblems]),
    ],
    openFiles: [],
  }
}

function listAccounts(
  { accounts: listed }: ProjectFacts,
  places: readonly AccountPlace[],
  own: AccountPlace | undefined,
): Account[] {
  const accounts = new Map<string, Account>()
  const add = (name: string): Account => {
    const known = accounts.get(name)
    if (known) return known
    const accountId = parseAccountId(asMap(listed?.get(name)?.entry)?.id)
    const account = { name, accountId, places: [] }
    accounts.set(name, account)
    return account
  }
  for (const name of listed?.keys() ?? []) add(name)
  for (const place of places) {
    const { places: known } = add(place.name)
    if (place === own) known.unshift(place)
    else known.push(place)
  }
  return [...accounts.values()]
}
