import type { Environment } from '../files/user-paths.ts'
import type { AccountEntries } from '../project/accounts.ts'
import type { Tool } from '../project/backend.ts'
import type { Inputs } from '../project/inputs.ts'
import type { Mentions } from '../project/mentions.ts'
import type { ParsedCache } from '../project/parsed.ts'
import type { PersonalProfiles } from '../project/personal-profiles.ts'
import type { FirstRole, NamedPortal, ProfileTarget } from '../project/profile-target.ts'
import type { Settings } from '../project/settings.ts'
import type { Problem } from '../text/problem.ts'
import type { Counts } from './trusted-search.ts'

/** Where a command runs. Absolute physical paths. */
export interface Layer {
  /** the layer's own directory */
  directory: string
  /** the account's directory, which is the layer's or above it; the project's if patterns decide */
  account: string
  /** the project's root, at or above the account's */
  project: string
}

/** What files are read with: each that is read becomes an input of a grant. */
export interface Sources {
  inputs: Inputs
  cache: ParsedCache
}

/**
 * What a project is read for:
 * `all`: everything, also where AWS SSO is switched off;
 * `run`: a run of terraform, which needs no other accounts where AWS SSO is switched off;
 * `job`: a run in a CI job with credentials of its own, which needs no settings of AWS SSO;
 * `own`: no other account than the layer's own.
 */
export type Purpose = 'all' | 'run' | 'job' | 'own'

/** What a project is read for besides its files: the environment, and the command where its arguments decide. */
export interface Run {
  env: Environment
  command?: { tool: Tool; words: readonly string[] } | undefined
}

/** What a directory is switched to, if that decides its account or the files that it is given. */
export interface SwitchedTo {
  /** those of the candidates that fit it */
  remaining: readonly AccountPlace[]
  /** the workspace in force */
  workspace: string
  /** whether the workspace is a condition of the candidates */
  byWorkspace: boolean
  /** what was looked at and found, and what to type, for a message; empty where no account has a condition */
  advice: readonly string[]
  /** why the command may not run whoever's the directory is (78) */
  refused?: Problem | undefined
}

/** Something that is wrong in the files of a project, and where. */
export interface LocatedProblem {
  /**
   * its name in `tfsso doctor --json`. In every layout `syntax` is a file that can't be read or parsed,
   * `project` the project's name, `account-id` an account's id, `role` a role that is missing and may be.
   */
  check: string
  file: string
  problem: Problem
  /** whose entry is wrong, where it stands in a list of all accounts */
  account?: string
}

/** What works, but not as one would wish. */
export interface LayoutWarning {
  check: string
  file: string
  message: string
  advice: readonly string[]
}

/** What the project's own files say, as far as it makes sense, and all that is wrong with it. */
export interface ProjectFacts {
  root: string
  /** where that stands, for messages */
  settingsAt: string
  /** first part of the profiles' names, and the session's name; with several portals those of the first */
  name: string | undefined
  /** whether AWS SSO is used; undefined where that can't be told */
  sso: boolean | undefined
  /** where it is not: that the files say nothing of it at all */
  silent?: Problem | undefined
  startUrl: string | undefined
  ssoRegion: string | undefined
  /** the default region of runs and profiles */
  region: string | undefined
  /** the listed accounts; undefined where a file could not be read, or they are no list */
  accounts: AccountEntries | undefined
  problems: readonly LocatedProblem[]
}

/** A place of the project whose layers are one account's, and all that is wrong with it. */
export interface AccountPlace {
  /** undefined where patterns say which directories are the account's */
  directory: string | undefined
  /** the account's name; where the files don't say it, the directory's own */
  name: string
  /** whether the files say the name */
  named: boolean
  role: string | FirstRole | undefined
  /** where it is not the project's */
  portal?: NamedPortal | undefined
  /** default region of its runs and profiles, where it is not the project's */
  region?: string | undefined
  /** the profile by which the account's own code asks for it, whatever the name looks like */
  profile: string | undefined
  /** the file in which name and role stand, or should */
  file: string
  /** the file in which the profile stands, or should */
  profileFile: string
  /** with name, id and role */
  problems: readonly LocatedProblem[]
  /** with the profile */
  profileProblems: readonly LocatedProblem[]
  warnings: readonly LayoutWarning[]
  /** the Problem that another user owns its files, so that they don't count */
  untrusted?: Problem
}

/** A layer, the place of its account, and what it is switched to. */
export interface ReadLayer {
  at: Layer
  own: AccountPlace
  switchedTo?: SwitchedTo | undefined
}

/** The workspace in force, where it has decided whose the layer is. */
export const namedWorkspace = (layer: ReadLayer | undefined): string | undefined =>
  layer?.switchedTo?.byWorkspace ? layer.switchedTo.workspace : undefined

/** The files that terraform is given on its command line, in their order. */
export interface LayerArguments {
  varFiles: string[]
  /** for `init` with an s3 backend */
  backendConfig: string[]
  /** the backend config that should be there and is not */
  missing: string[]
}

/** What decides which profiles a layer is given. */
export interface ProfileNeeds {
  project: ProjectFacts
  places: readonly AccountPlace[]
  /** the layer's own place; its role is the settings' */
  own: AccountPlace
  settings: Omit<Settings, 'sso'>
  mentions: Mentions
  /** the profile of the stored backend, needed to migrate away from it */
  stored: string | undefined
  /** the profiles in the person's own AWS files */
  personal: PersonalProfiles
  /** only accounts matter: the targets' roles may be empty */
  anyRole: boolean
}

export interface ResolvedProfiles {
  targets: Map<string, ProfileTarget>
  /** the files that decide what they are */
  decidedBy: readonly string[]
}

/** A file that decides, and the directory that it decides for: the project's root, or an account's. */
export interface DecidingFile {
  file: string
  base: string
}

/** Where a layer is looked for. Absolute physical paths. */
export interface SearchedPlace {
  directory: string
  /** where the search starts, at or above it */
  from: string
  /** the project's root */
  root: string
}

/**
 * How a repository is laid out: where project, accounts and settings are found, and which files
 * terraform is given. Everything that knows a layout's files and keys is behind this.
 */
export interface Layout {
  /** Whether a directory is the root of the project of `from`, which is in it or below it; whoever owns it. */
  isRoot(directory: string, from: string): boolean
  /**
   * The layer that a directory may be in; whether it is in one, `candidates` says. Undefined where it is in none, or a
   * file that this goes by does not count. Problem (78) for half of one.
   */
  findLayer(at: SearchedPlace, counts: Counts): Layer | undefined
  /** The root of a project that `from` is in though it is in no layer. Problem (78) for half of a layer. */
  findOther(from: string, counts: Counts): string | undefined
  /**
   * The files that settings, account and arguments come from, with the directory that each decides for. `read`: the
   * layer with its account, where that is known.
   */
  decidingFiles(
    project: ProjectFacts,
    layer: Layer | undefined,
    read: ReadLayer | undefined,
    inputs: Inputs,
  ): DecidingFile[]
  /** What the project's own files say. Problem (78) only where its directory can't be read. */
  readProject(root: string, purpose: Purpose, sources: Sources): Promise<ProjectFacts>
  /**
   * The places that are accounts': with `others` all of the project, else those of the layer alone.
   */
  readPlaces(
    project: ProjectFacts,
    layer: Layer | undefined,
    how: { purpose: Purpose; others: boolean },
    sources: Sources,
  ): Promise<AccountPlace[]>
  /** Whether `findLayer` was right, as far as the project's own files say. */
  isLayer(layer: Layer, project: ProjectFacts): boolean
  /**
   * Those of the places that a layer may be worked on in. One, unless the directory serves several; none where it is
   * no layer.
   */
  candidates(layer: Layer, project: ProjectFacts, places: readonly AccountPlace[]): AccountPlace[]
  /**
   * What a layer is switched to, which becomes an input; undefined where that decides nothing. `candidates` gave the
   * candidates.
   */
  findSwitchedTo?(
    layer: Layer,
    project: ProjectFacts,
    candidates: readonly AccountPlace[],
    run: Run,
    sources: Sources,
  ): Promise<SwitchedTo | undefined>
  /** The tfvars file that the settings of AWS SSO are written into; none where a layout has none. */
  settingsFile?(root: string): string
  /** The profile names that an account in a role is to have in a person's AWS config. */
  profileNames(project: ProjectFacts, place: AccountPlace, role: string | FirstRole): string[]
  /** Every profile that a layer can name. Problem (78) as `layerProfiles` says. */
  resolveProfiles(needs: ProfileNeeds): ResolvedProfiles
  /** The files that exist and those that should, whatever backend there is. */
  layerArguments(layer: ReadLayer, project: ProjectFacts, inputs: Inputs): LayerArguments
  /** The layers of some places, as far as they can be found on the disk; one that serves several, for each of them. */
  findLayers(
    project: ProjectFacts,
    places: readonly AccountPlace[],
  ): Iterable<{ at: Layer; own: AccountPlace }>
  /** What works but is likely a mistake: a look through all of the project's directories. */
  lookAround(project: ProjectFacts): LayoutWarning[]
  /** The Problem (78) of a command that needs AWS SSO in a project that does without. */
  ssoOff(root: string): Problem
  texts: LayoutTexts
}

/** What messages say of a layout, as parts of a sentence. */
export interface LayoutTexts {
  /** there is no … in it or above it */
  rootFile: string
  /** each account needs … */
  account: string
  /** a directory with … */
  accountFile: string
  /** the key of an account's role */
  role: string
  /** Write for example: … */
  roleExample: string
}
