import path from 'node:path'
import { asProblem } from '../../text/attempt.ts'
import { misconfigured } from '../../text/problem.ts'
import type { Layout, ProfileNeeds, ProjectFacts } from '../layout.ts'
import { holdsTerraform } from '../list-terraform.ts'
import { aboveDownloads } from '../upwards.ts'
import { layerArguments } from './arguments.ts'
import { findCandidates } from './candidates.ts'
import type { Description } from './description.ts'
import { directoriesBelow } from './directories.ts'
import { readFile } from './file.ts'
import { inputLists } from './list-inputs.ts'
import { lookAround } from './look-around.ts'
import { namesOf, resolveProfiles } from './profiles.ts'
import { accountPlace, projectFacts } from './project.ts'
import { fileIn, fileName, isRoot } from './root.ts'
import { findSwitchedTo } from './switched-to.ts'

interface DescribedProject extends ProjectFacts {
  description?: Description
}

/** for a file with a mistake; the project's `problems` contain the mistake */
const nothing: Omit<Description, 'file'> = {
  sessions: [],
  region: undefined,
  accounts: [],
  lists: [],
  varFiles: [],
  backendConfig: [],
}

const descriptionOf = (project: DescribedProject): Description =>
  project.description ?? { file: fileIn(project.root), ...nothing }

const isDescribed = ({ description }: DescribedProject) => description !== undefined

const below = ({ root }: Pick<ProjectFacts, 'root'>, directory: string) =>
  path.relative(root, aboveDownloads(directory))

/** If another user owns the file of an account, the account has a Problem instead of an id. */
function ownedDescription({ project, places }: ProfileNeeds): Description {
  const description = descriptionOf(project)
  const untrusted = new Map(places.map(({ name, untrusted }) => [name, untrusted]))
  const accounts = description.accounts.map((account) => {
    const id = untrusted.get(account.name)
    return id ? { ...account, id } : account
  })
  return { ...description, accounts }
}

function candidatesFor(directory: string, project: ProjectFacts) {
  return findCandidates(descriptionOf(project), below(project, directory))
}

/** One file at the project's root, tfsso.hcl, assigns directories to accounts. */
export const tfssoHcl: Layout = {
  isRoot,

  findLayer: ({ directory, root }, counts) =>
    counts(fileIn(root), root) ? { directory, account: root, project: root } : undefined,

  findOther: () => undefined,

  decidingFiles(project, layer, read, inputs) {
    const { root } = project
    const files = [fileIn(root)]
    if (layer) {
      const candidates = candidatesFor(layer.directory, project)
      const place = { below: below(project, layer.directory), candidates }
      files.push(...inputLists(descriptionOf(project), place, inputs))
    }
    if (read) {
      const given = layerArguments(descriptionOf(project), read, inputs)
      files.push(...given.varFiles, ...given.backendConfig)
    }
    return files.map((file) => ({ file, base: root }))
  },

  async readProject({ root, layer }, _, sources): Promise<DescribedProject> {
    try {
      const description = await readFile(root, layer && below({ root }, layer.directory), sources)
      return { ...projectFacts(root, description), description }
    } catch (error) {
      return projectFacts(root, asProblem(error))
    }
  },

  async readPlaces(project) {
    return descriptionOf(project).accounts.map(accountPlace)
  },

  // If the file has a mistake, every directory counts as a layer: each run must report the mistake.
  isLayer: ({ directory }, project) =>
    !isDescribed(project) || candidatesFor(directory, project).length > 0,

  candidates({ directory }, project, places) {
    const names = candidatesFor(directory, project).map(({ name }) => name)
    return places.filter(({ name }) => names.includes(name))
  },

  async findSwitchedTo(layer, project, candidates, run, sources) {
    const accounts = candidatesFor(layer.directory, project)
    return await findSwitchedTo(
      descriptionOf(project),
      { accounts, candidates },
      layer,
      run,
      sources,
    )
  },

  resolveProfiles: (needs) => resolveProfiles(ownedDescription(needs), needs),

  profileNames(project, { name }) {
    const account = descriptionOf(project).accounts.find((one) => one.name === name)
    return account ? namesOf(account) : []
  },

  layerArguments: (layer, project, inputs) => layerArguments(descriptionOf(project), layer, inputs),

  *findLayers(project, places) {
    const { root } = project
    const byName = new Map(places.map((place) => [place.name, place]))
    for (const below of directoriesBelow(root)) {
      const directory = path.join(root, below)
      if (!holdsTerraform(directory)) continue
      for (const account of findCandidates(descriptionOf(project), below)) {
        const own = byName.get(account.name)
        if (own) yield { at: { directory, account: root, project: root }, own }
      }
    }
  },

  lookAround: (project) => (isDescribed(project) ? lookAround(descriptionOf(project)) : []),

  ssoOff: (root) => misconfigured(`${fileIn(root)} has no sso block.`, 'Add one: sso "acme" { … }'),

  texts: {
    rootFile: fileName,
    account: 'an account block with id, role and paths',
    accountFile: fileName,
    role: 'role',
    roleExample: 'role = "DevOps"',
  },
}
