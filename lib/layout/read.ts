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

/** An account of a project: it is in the project's list of accounts, or has a place, or both. */
export interface Account {
  name: string
  /** 12 digits; undefined if the project gives no id or an invalid one */
  accountId: string | undefined
  /** where its layers are; if the layer that was read belongs to this account, the place of that layer comes first */
  places: AccountPlace[]
}

/** Everything that was read of a project, and everything that is wrong with it. */
export interface ProjectReading {
  layout: Layout
  sources: Sources
  purpose: Purpose
  /** the layer with its account; undefined outside a layer, and if `undecided` is set */
  layer: ReadLayer | undefined
  /** why tfsso can't decide the layer's account, or why this command must not run in the layer */
  undecided: Problem | undefined
  project: ProjectFacts
  /** the accounts in the project's list, in the list's order, then those that have a place but are not in the list */
  accounts: readonly Account[]
  /** the places of these accounts */
  places: readonly AccountPlace[]
  /** everything that is wrong: with the project, then with each place */
  problems: readonly LocatedProblem[]
  /** paths that settings depend on and that other users can write to */
  openFiles: readonly OpenFile[]
}

/** Sources from which nothing was read yet. `directory`: where parsed files are cached; without it, in memory only. */
export function newSources(directory?: string): Sources {
  return { inputs: new Inputs(), cache: new ParsedCache(directory) }
}

/**
 * Reads a project. Runs, commands and doctor all use this function. Most mistakes in the files are not thrown: they are
 * in the result's `problems`, and `require.ts` decides which of them stop a command.
 */
export async function readProject(
  { layout, root, layer, trust }: FoundProject,
  purpose: Purpose,
  sources: Sources,
  run: Run = { env: process.env },
): Promise<ProjectReading> {
  const said = await layout.readProject(root, purpose, sources)
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

/** Adds problems of the project to a reading, before the problems that it already has. */
function withProblems(reading: ProjectReading, problems: LocatedProblem[]): ProjectReading {
  const { project } = reading
  return {
    ...reading,
    project: { ...project, problems: [...problems, ...project.problems] },
    problems: [...problems, ...reading.problems],
  }
}

/** Pure: decides the layer's account and combines everything that was read. `chosen`: TFSSO_ACCOUNT. */
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
