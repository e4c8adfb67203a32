import type { AccountEntries } from '../project/accounts.ts'
import type { Inputs } from '../project/inputs.ts'
import type { ParsedCache } from '../project/parsed.ts'
import type { Problem } from '../text/problem.ts'
import type { Counts } from './trusted-search.ts'

/** Where a command runs. Absolute physical paths. */
export interface Layer {
  /** the layer's own directory */
  directory: string
  /** the directory that its account was found at, at or above the layer's */
  account: string
  /** the project's root, above the account's */
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

/** Something that is wrong in the files of a project, and where. */
export interface LocatedProblem {
  /**
   * its name in `tfsso doctor --json`. In every layout `syntax` is a file that can't be read or parsed,
   * `project` the project's name, `account-id` an account's id.
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
  /** first part of the profiles' names, and the session's name */
  name: string | undefined
  /** whether AWS SSO is used; undefined where that can't be told */
  sso: boolean | undefined
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
  directory: string
  /** the account's name; where the files don't say it, the directory's own */
  name: string
  /** whether the files say the name */
  named: boolean
  role: string | undefined
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
  /** why its files count for nothing: another user's */
  untrusted?: Problem
}

/** The files that terraform is given on its command line, in their order. */
export interface LayerArguments {
  varFiles: string[]
  /** for `init` with an s3 backend; undefined where there is none */
  backendConfig: string | undefined
}

/** A file that decides, and the directory that it decides for: the project's root, or an account's. */
export interface DecidingFile {
  file: string
  base: string
}

/**
 * How a repository is laid out: where project, accounts and settings are found, and which files
 * terraform is given. Everything that knows a layout's files and keys is behind this.
 */
export interface Layout {
  /**
   * The layer that a directory is in, or undefined where it is in none. Problem (78) for half of one. Each file that
   * it goes by must count; without `counts` each does.
   */
  findLayer(directory: string, counts?: Counts): Layer | undefined
  /** The root of the project that a directory is in, if it is in a layer or not. */
  findRoot(directory: string, counts?: Counts): string | undefined
  /** The files that settings, account and arguments come from, with the directory that each decides for. */
  decidingFiles(root: string, layer: Layer | undefined, inputs: Inputs): DecidingFile[]
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
  /** Those of the places that a layer may be worked on in. One, unless the directory serves several. */
  candidates(layer: Layer, places: readonly AccountPlace[]): AccountPlace[]
  /** The profile names that an account in a role is to have in a person's AWS config. */
  profileNames(
    project: string,
    place: Pick<AccountPlace, 'name' | 'profile'>,
    role: string,
  ): string[]
  layerArguments(layer: Layer, inputs: Inputs): LayerArguments
  /** The tfvars file that the settings of AWS SSO are written into; none where a layout has none. */
  settingsFile?(root: string): string
  /** The Problem (78) of a command that needs AWS SSO in a project that does without. */
  ssoOff(root: string): Problem
  texts: LayoutTexts
}

/** What messages say of a layout, as parts of a sentence. */
export interface LayoutTexts {
  /** … is in no project: … */
  noProject: string
  /** each account needs … */
  account: string
  /** a directory with … */
  accountFile: string
  /** the key of an account's role */
  role: string
  /** Write for example: … */
  roleExample: string
}
